"""The statement behind the search of the guidance."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.types.numeric import Int4

from registry.prepared import fetch_row
from registry.queries.guidance_terms import Wanted

PER_PAGE = 10
# Where a match begins, ends, and where the text leaves something out. Entries hold none of these letters.
START, STOP, GAP = "\ue000", "\ue001", "\ue002"
_SCORED = """
WITH term AS MATERIALIZED (
    SELECT to_tsquery('registry_guidance', own) AS own, to_tsquery('registry_guidance', also) AS also, weight
    FROM unnest($1::text[], $2::text[], $3::float8[]) AS given(own, also, weight)
), looked_for AS MATERIALIZED (
    SELECT to_tsquery('registry_guidance', $4) AS some, to_tsquery('registry_guidance', $5) AS every,
        (SELECT sum(weight) FROM term) AS weight
), placed AS MATERIALIZED (
    SELECT entry.id, entry.kind, split_part(entry.address, '#', 1) AS page,
        (CASE entry.kind WHEN 'term' THEN 0.6 WHEN 'answer' THEN 0.85 ELSE 1 END)
        * (CASE WHEN entry.vector @@ looked_for.every THEN 1.25 ELSE 1 END)
        * (CASE WHEN $6 = ANY (string_to_array(entry.keywords, ', ')) THEN 0.75 * looked_for.weight ELSE 0 END
            + (SELECT sum(term.weight * place / (place + 0.7))
                FROM term, LATERAL (
                    SELECT ts_rank_cd('{0.06,0.25,0.8,1.0}', entry.vector, term.own)
                        + 0.6 * coalesce(ts_rank_cd('{0.06,0.25,0.8,1.0}', entry.vector, term.also), 0) AS place
                ) AS found)
        ) AS score
    FROM looked_for, registry_searchentry AS entry
    WHERE entry.vector @@ looked_for.some
), scored AS MATERIALIZED (
    SELECT *, max(score) OVER (PARTITION BY page) AS top FROM placed
)
"""
# $7 audience or '', $8 how many, $9 after how many, $10 what to mark, $11 how to mark it. One row, of JSON.
SEARCH = f"""{_SCORED}, best AS (
    SELECT page, top, (array_agg(id ORDER BY score DESC, id))[1] AS part,
        (array_agg(id ORDER BY score DESC, id) FILTER (WHERE kind IN ('answer', 'term') AND score >= top * 0.6))[1:3]
            AS parts
    FROM scored GROUP BY page, top
), enough AS (
    SELECT best.*, whole.kind, whole.audience, whole.title, whole.summary, whole.keywords
    FROM best JOIN registry_searchentry AS whole ON whole.address = best.page
    WHERE top >= (SELECT max(top) FROM best) * 0.15
), shown AS (
    SELECT * FROM enough WHERE $7 IN ('', audience) OR audience = 'everyone'
    ORDER BY top DESC, page LIMIT $8::int OFFSET $9::int
), counted AS (
    SELECT audience, count(*) AS pages FROM enough GROUP BY audience
)
SELECT jsonb_build_object(
    'counts', (SELECT jsonb_object_agg(audience, pages) FROM counted),
    'matches', (
        SELECT jsonb_agg(jsonb_build_object(
            'address', shown.page, 'kind', shown.kind, 'audience', shown.audience,
            'title', shown.title, 'summary', shown.summary,
            'keywords', string_to_array(shown.keywords, ', '),
            'extract', ts_headline('english', part.body, to_tsquery('english', $10), $11),
            'parts', (
                SELECT jsonb_agg(jsonb_build_array(title, address) ORDER BY array_position(shown.parts, id))
                FROM registry_searchentry WHERE id = ANY (shown.parts)
            )
        ) ORDER BY shown.top DESC, shown.page)
        FROM shown JOIN registry_searchentry AS part ON part.id = shown.part
    )
)::text
"""  # noqa: S608 - only our own words are joined; values travel beside the statement
# $7 how many.
SUGGEST = f"""{_SCORED}, best AS (
    SELECT DISTINCT ON (page) id, score FROM scored ORDER BY page, score DESC, id
), most AS (
    SELECT title, address, score FROM best JOIN registry_searchentry USING (id)
    ORDER BY score DESC, address LIMIT $7::int
)
SELECT jsonb_agg(jsonb_build_array(title, address) ORDER BY score DESC, address)::text FROM most
"""  # noqa: S608 - as above
MARKING = f"StartSel={START},StopSel={STOP},FragmentDelimiter={GAP},MaxFragments=2,MaxWords=24,MinWords=10"


@dataclass(frozen=True)
class Piece:
    """A piece of an extract; `is_match` if it is what was looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True)
class Match:
    """A page that was found. `parts` are the places on it that fit best: title and address."""

    address: str
    kind: str
    audience: str
    title: str
    summary: str
    keywords: tuple[str, ...]
    extract: tuple[Piece, ...]
    parts: tuple[tuple[str, str], ...]


def find(what: Wanted, *, audience: str, page: int) -> tuple[tuple[Match, ...], dict[str, int]]:
    """Return one page of matches, and how many pages there are for each audience."""
    if not what.any:
        return (), {}
    after = (page - 1) * PER_PAGE
    found = _ask(SEARCH, [*_parameters(what), audience, Int4(PER_PAGE), Int4(after), what.any, MARKING])
    return tuple(_match(row) for row in found["matches"] or ()), found["counts"] or {}


def suggested(what: Wanted, *, most: int) -> list[tuple[str, str]]:
    """Return title and address of the best part of each page that fits."""
    if not what.any:
        return []
    return [(title, address) for title, address in _ask(SUGGEST, [*_parameters(what), Int4(most)]) or ()]


def _ask(statement: str, values: Sequence[Any]) -> Any:
    row = fetch_row(statement, values)
    return json.loads(row[0]) if row and row[0] else None


def _parameters(what: Wanted) -> list[Any]:
    columns = ([one.own for one in what.scored], [one.also for one in what.scored], [one.weight for one in what.scored])
    return [*columns, what.any, what.all, what.whole]


def _match(row: dict[str, Any]) -> Match:
    extract = row.pop("extract")
    pieces = tuple(_pieces(extract)) if START in extract else ()
    parts = tuple((title, address) for title, address in row.pop("parts") or ())
    return Match(extract=pieces, parts=parts, keywords=tuple(row.pop("keywords")), **row)


def _pieces(extract: str) -> Iterable[Piece]:
    """Split what the database marked. The text is not escaped here: that is for whoever shows it."""
    for number, marked in enumerate(extract.replace(GAP, " … ").split(START)):
        match, stop, rest = marked.rpartition(STOP)
        if number and stop:
            yield Piece(match, is_match=True)
        if rest:
            yield Piece(rest, is_match=False)
