"""The statement behind the search of the guidance."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from psycopg.types.numeric import Int4

from registry.prepared import fetch_row
from registry.queries.guidance_extracts import Piece, extract
from registry.queries.guidance_terms import Wanted
from registry.queries.guidance_vocabulary import Vocabulary

PER_PAGE = 10
# What was typed, as queries. $1 own, $2 others that count for less, $3 those where they are prominent, $4 words and
# $5 phrases in texts, $6 weights, $7 roles; $8 pairs, $9 their weights. A term's `mask` is a bit of its own.
_TYPED = """
WITH term AS MATERIALIZED (
    SELECT weight, role, 1::bigint << n::int AS mask,
        to_tsquery('registry_guidance', own) AS own,
        to_tsquery('registry_guidance', NULLIF(also, '')) AS also,
        to_tsquery('registry_guidance', NULLIF(prominent, '')) AS prominent,
        to_tsquery('registry_guidance', NULLIF(words, '')) AS words,
        to_tsquery('registry_guidance', NULLIF(phrases, '')) AS phrases
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::text[])
        WITH ORDINALITY AS given(own, also, prominent, words, phrases, weight, role, n)
), typed AS MATERIALIZED (
    SELECT sum(weight) AS weight, COALESCE(bit_or(mask) FILTER (WHERE role <> 'common'), 0) AS telling,
        COALESCE(bit_or(mask) FILTER (WHERE role = 'needed'), 0) AS needed
    FROM term
), pair AS MATERIALIZED (
    SELECT to_tsquery('registry_guidance', query) AS query, weight
    FROM unnest($8::text[], $9::float8[]) AS given(query, weight)
), """
# Each term finds its entries through the indexes. In a head it depends on where it stands, and how often.
_IN_HEADS = """
    SELECT id, mask, weight * place / (place + 0.7) AS strength
    FROM term JOIN registry_searchentry ON head_words @@ COALESCE(own || also, own), LATERAL (
        SELECT ts_rank('{0,0.25,0.8,1}', head_words, own) * CASE WHEN numnode(own) = 1 THEN 1.645 ELSE 1 END
            + CASE WHEN head_words @@ prominent THEN 0.5 ELSE 0 END
    ) AS found(place)
"""
# In a text all places are as good. Words are looked for apart from phrases, for which texts must be read.
_IN_TEXTS = """
    UNION ALL SELECT id, mask, weight * 0.1 FROM term JOIN registry_searchentry ON body_words @@ words
    UNION ALL SELECT id, mask, weight * 0.1 FROM term JOIN registry_searchentry ON body_words @@ phrases
"""
# Only the strongest are looked at any closer. $10 all that was typed.
_SCORED = """
found AS (
    SELECT id, bit_or(mask) AS mask, sum(strength) AS strength FROM hit GROUP BY id
    HAVING bit_or(mask) & (SELECT needed FROM typed) = (SELECT needed FROM typed)
    ORDER BY strength DESC, id LIMIT 200
), scored AS MATERIALIZED (
    SELECT id, kind, audience, split_part(address, '#', 1) AS page,
        (CASE kind WHEN 'term' THEN 0.5 WHEN 'answer' THEN 0.85 WHEN 'material' THEN 0.75 ELSE 1 END)
        * (CASE WHEN mask & telling = telling THEN 1.25 ELSE 1 END)
        * (strength + COALESCE((SELECT sum(pair.weight) FROM pair WHERE head_words @@ query), 0)
            + CASE WHEN $10 = ANY (names) THEN 0.75 * typed.weight ELSE 0 END) AS score
    FROM found CROSS JOIN typed JOIN registry_searchentry USING (id)
)"""
# $11 audience or '', $12 how many, $13 after how many. One row, of JSON.
SEARCH = f"""{_TYPED} hit AS ({_IN_HEADS}{_IN_TEXTS}), {_SCORED}, good AS MATERIALIZED (
    SELECT * FROM scored WHERE score >= (SELECT max(score) FROM scored) * 0.15
), best AS MATERIALIZED (
    SELECT DISTINCT ON (page) page, audience, id AS part, score AS top FROM good ORDER BY page, score DESC, id
), shown AS (
    SELECT * FROM best WHERE $11 IN ('', audience) OR audience = 'everyone'
    ORDER BY top DESC, page COLLATE "C" LIMIT $12::int OFFSET $13::int
), counted AS (
    SELECT audience, count(*) AS pages FROM best GROUP BY audience
)
SELECT json_build_object(
    'counts', (SELECT json_object_agg(audience, pages) FROM counted),
    'matches', (
        SELECT json_agg(json_build_object(
            'address', whole.address, 'kind', whole.kind, 'audience', whole.audience,
            'title', whole.title, 'summary', whole.summary,
            'keywords', string_to_array(whole.keywords, ', '), 'body', part.body,
            'parts', (
                SELECT json_agg(json_build_array(title, address) ORDER BY score DESC, id) FROM (
                    SELECT id, score FROM good
                    WHERE page = shown.page AND kind IN ('answer', 'material', 'term') AND score >= top * 0.35
                    ORDER BY score DESC, id LIMIT 3
                ) AS ways_in JOIN registry_searchentry USING (id)
            )
        ) ORDER BY top DESC, page COLLATE "C")
        FROM shown JOIN registry_searchentry AS whole ON whole.address = page
            JOIN registry_searchentry AS part ON part.id = shown.part
    )
)::text
"""  # noqa: S608 - only our own words are joined; values travel beside the statement
# $11 how many.
SUGGEST = f"""{_TYPED} hit AS ({_IN_HEADS}), {_SCORED}, best AS (
    SELECT DISTINCT ON (page) id, score FROM scored ORDER BY page, score DESC, id
), most AS (
    SELECT title, address, score FROM best JOIN registry_searchentry USING (id)
    ORDER BY score DESC, address COLLATE "C" LIMIT $11::int
)
SELECT json_agg(json_build_array(title, address) ORDER BY score DESC, address COLLATE "C")::text FROM most
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
    found = _ask(SEARCH, [*_parameters(what), audience, Int4(PER_PAGE), Int4(after)])
    return tuple(_match(row, what, known) for row in found["matches"] or ()), found["counts"] or {}


def suggested(what: Wanted, *, most: int) -> list[tuple[str, str]]:
    """Return title and address of the best part of each page that fits."""
    if not what.scored:
        return []
    return [tuple(row) for row in _ask(SUGGEST, [*_parameters(what), Int4(most)]) or ()]


def _ask(statement: str, values: Sequence[Any]) -> Any:
    row = fetch_row(statement, values)
    return json.loads(row[0]) if row and row[0] else None


def _parameters(what: Wanted) -> list[Any]:
    """Return the columns of the terms and of the pairs, then all that was typed."""
    terms = [astuple(one) for one in what.scored]
    queries, weights = [query for query, _ in what.pairs], [weight for _, weight in what.pairs]
    return [*map(list, zip(*terms, strict=True)), queries, weights, what.whole]


def _match(row: dict[str, Any], what: Wanted, known: Vocabulary) -> Match:
    parts = tuple((title, address) for title, address in row.pop("parts") or ())
    keywords = tuple(row.pop("keywords"))
    return Match(extract=extract(row.pop("body"), what.terms, known), parts=parts, keywords=keywords, **row)
