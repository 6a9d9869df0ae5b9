"""The statement behind the search of the guidance."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.types.numeric import Int4

from registry.prepared import fetch_row
from registry.queries.guidance_extracts import Piece, extract
from registry.queries.guidance_terms import Wanted
from registry.queries.guidance_vocabulary import Vocabulary

PER_PAGE = 10
# Each term finds its entries through the index, so that the work grows with what fits and not with what there is.
# $1 queries, $2 others, $3 others where prominent, $4 weights, $5 roles, $6 all that was typed, $7 all telling terms?
_SCORED = """
WITH term AS MATERIALIZED (
    SELECT n, role, weight, to_tsquery('registry_guidance', own) AS own,
        numnode(to_tsquery('registry_guidance', own)) > 1 AS is_phrase,
        CASE WHEN also <> '' THEN to_tsquery('registry_guidance', also) END AS also,
        CASE WHEN also <> '' THEN to_tsquery('registry_guidance', prominent) END AS prominent
    FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::text[])
        WITH ORDINALITY AS given(own, also, prominent, weight, role, n)
), hit AS (
    SELECT entry.id, term.n, CASE WHEN term.role = 'pair' THEN 1 WHEN term.is_phrase
        THEN ts_rank_cd('{0.06,0.25,0.8,1}', entry.vector, term.own)
        ELSE ts_rank('{0.06,0.25,0.8,1}', entry.vector, term.own) * 1.645 END AS place
    FROM term JOIN registry_searchentry AS entry ON entry.vector @@ term.own
    UNION ALL
    SELECT entry.id, term.n, CASE WHEN entry.vector @@ term.prominent THEN 0.5 ELSE 0.06 END
    FROM term JOIN registry_searchentry AS entry ON entry.vector @@ term.also
), strength AS (
    SELECT id, n, sum(place) / (sum(place) + 0.7) AS strength FROM hit GROUP BY id, n
), needed AS MATERIALIZED (
    SELECT sum(weight) AS weight, count(*) FILTER (WHERE role = 'quoted') AS quoted,
        count(*) FILTER (WHERE role IN ('telling', 'quoted')) AS telling
    FROM term
), fitting AS (
    SELECT id, sum(weight * strength) AS strength, count(*) FILTER (WHERE role IN ('telling', 'quoted')) AS telling
    FROM strength JOIN term USING (n) GROUP BY id
    HAVING count(*) FILTER (WHERE role = 'quoted') = (SELECT quoted FROM needed)
), placed AS (
    SELECT entry.id, entry.kind, split_part(entry.address, '#', 1) COLLATE "C" AS page,
        (CASE entry.kind WHEN 'term' THEN 0.5 WHEN 'answer' THEN 0.85 WHEN 'material' THEN 0.75 ELSE 1 END)
        * (CASE WHEN fitting.telling = needed.telling THEN 1.25 ELSE 1 END)
        * (fitting.strength + CASE WHEN $6 = ANY (lower(entry.title) || string_to_array(entry.keywords, ', '))
            THEN 0.75 * needed.weight ELSE 0 END) AS score
    FROM fitting CROSS JOIN needed JOIN registry_searchentry AS entry USING (id)
    WHERE fitting.telling > 0 AND (fitting.telling = needed.telling OR NOT $7::bool)
), scored AS MATERIALIZED (
    SELECT *, max(score) OVER (PARTITION BY page) AS top FROM placed
)
"""
# $8 audience or '', $9 how many, $10 after how many. One row, of JSON.
SEARCH = f"""{_SCORED}, best AS (
    SELECT page, top, (array_agg(id ORDER BY score DESC, id))[1] AS part,
        (array_agg(id ORDER BY score DESC, id)
            FILTER (WHERE kind IN ('answer', 'material', 'term') AND score >= top * 0.35))[1:3] AS parts
    FROM scored GROUP BY page, top
), enough AS (
    SELECT best.*, whole.kind, whole.audience, whole.title, whole.summary, whole.keywords
    FROM best JOIN registry_searchentry AS whole ON whole.address = best.page
    WHERE top >= (SELECT max(top) FROM best) * 0.15
), shown AS (
    SELECT * FROM enough WHERE $8 IN ('', audience) OR audience = 'everyone'
    ORDER BY top DESC, page LIMIT $9::int OFFSET $10::int
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
            'body', part.body,
            'parts', (
                SELECT jsonb_agg(jsonb_build_array(title, address) ORDER BY array_position(shown.parts, id))
                FROM registry_searchentry WHERE id = ANY (shown.parts)
            )
        ) ORDER BY shown.top DESC, shown.page)
        FROM shown JOIN registry_searchentry AS part ON part.id = shown.part
    )
)::text
"""  # noqa: S608 - only our own words are joined; values travel beside the statement
# $8 how many.
SUGGEST = f"""{_SCORED}, best AS (
    SELECT DISTINCT ON (page) id, score FROM scored ORDER BY page, score DESC, id
), most AS (
    SELECT title, address, score FROM best JOIN registry_searchentry USING (id)
    ORDER BY score DESC, address LIMIT $8::int
)
SELECT jsonb_agg(jsonb_build_array(title, address) ORDER BY score DESC, address)::text FROM most
"""  # noqa: S608 - as above


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


def find(what: Wanted, known: Vocabulary, *, audience: str, page: int) -> tuple[tuple[Match, ...], dict[str, int]]:
    """Return one page of matches, and how many pages there are for each audience."""
    if not what.scored:
        return (), {}
    after = (page - 1) * PER_PAGE
    found = _ask(SEARCH, [*_parameters(what, all_telling=False), audience, Int4(PER_PAGE), Int4(after)])
    return tuple(_match(row, what, known) for row in found["matches"] or ()), found["counts"] or {}


def suggested(what: Wanted, *, most: int) -> list[tuple[str, str]]:
    """Return title and address of the best part of each page that fits."""
    if not what.scored:
        return []
    return [tuple(row) for row in _ask(SUGGEST, [*_parameters(what, all_telling=True), Int4(most)]) or ()]


def _ask(statement: str, values: Sequence[Any]) -> Any:
    row = fetch_row(statement, values)
    return json.loads(row[0]) if row and row[0] else None


def _parameters(what: Wanted, *, all_telling: bool) -> list[Any]:
    rows = [(one.own, one.also, one.prominent, one.weight, one.role.value) for one in what.scored]
    return [*map(list, zip(*rows, strict=True)), what.whole, all_telling]


def _match(row: dict[str, Any], what: Wanted, known: Vocabulary) -> Match:
    parts = tuple((title, address) for title, address in row.pop("parts") or ())
    keywords = tuple(row.pop("keywords"))
    return Match(extract=extract(row.pop("body"), what.terms, known), parts=parts, keywords=keywords, **row)
