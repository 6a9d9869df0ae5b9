"""The check with DuckDB: lines with their places into a table, an anti-join, written in order."""

import json
import sys

import duckdb

PLACES = [10**exponent for exponent in range(9, 0, -1)]
TOTAL = " + ".join(f"whole // {place} % 10 * {weight}" for place, weight in zip(PLACES, range(10, 1, -1), strict=True))
READ = """
CREATE TEMP TABLE numbers AS
WITH lines AS (
    SELECT line, CASE WHEN length(trim(line, ' ,')) = 10 THEN try_cast(trim(line, ' ,') AS BIGINT) END AS whole
    FROM read_csv('{source}', header = false, delim = '\x1f', quote = '', escape = '', auto_detect = false,
        columns = {{'line': 'VARCHAR'}}, null_padding = true)
)
SELECT row_number() OVER () AS place, line,
    CASE WHEN (11 - ({total}) % 11) % 11 = whole % 10 THEN (whole // 10)::UINTEGER END AS nine
FROM lines
"""
WRITE = """
COPY (
    SELECT line FROM numbers WHERE nine IS NOT NULL AND nine NOT IN (SELECT nine FROM '{opted_out}') ORDER BY place
) TO '{result}' (FORMAT csv, HEADER false, DELIMITER '\x1f', QUOTE '', ESCAPE '')
"""
COUNT = """
SELECT (SELECT count(*) FROM numbers), (SELECT count(nine) FROM numbers), count(nine), count(DISTINCT nine)
FROM numbers ANTI JOIN '{opted_out}' USING (nine) WHERE nine IS NOT NULL
"""


def main(source: str, opted_out: str, result: str) -> None:
    """Write the lines that may be used and print the counts."""
    database = duckdb.connect()
    database.execute(READ.format(source=source, total=TOTAL))
    database.execute(WRITE.format(opted_out=opted_out, result=result))
    counts = database.execute(COUNT.format(opted_out=opted_out)).fetchone()
    sys.stdout.write(json.dumps(dict(zip(("lines", "numbers", "released", "kept"), counts, strict=True))))


if __name__ == "__main__":
    main(*sys.argv[1:])
