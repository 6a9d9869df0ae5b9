"""The check with PostgreSQL: COPY in, anti-join, COPY out. The opted-out numbers stand there, indexed, beforehand."""

import json
import sys

import psycopg

PLACES = [10**exponent for exponent in range(9, 0, -1)]
TOTAL = " + ".join(f"whole / {place} % 10 * {weight}" for place, weight in zip(PLACES, range(10, 1, -1), strict=True))
BLOCK = 1 << 20
PREPARE = """
SET work_mem = '256MB';
CREATE TEMP TABLE lines (at bigint GENERATED ALWAYS AS IDENTITY, line text);
"""
CHECK = f"""
CREATE TEMP TABLE numbers AS
SELECT at, line, (whole / 10)::integer AS nine
FROM (
    SELECT at, line, CASE WHEN bare ~ '^[0-9]{{10}}$' THEN bare::bigint END AS whole
    FROM (SELECT at, line, trim(BOTH ' ,' FROM line) AS bare FROM lines OFFSET 0) AS trimmed
    OFFSET 0  -- each step once, not once for each digit
) AS read
WHERE (11 - ({TOTAL}) % 11) % 11 = whole % 10;
CREATE TEMP TABLE kept AS
SELECT at, line, nine FROM numbers WHERE NOT EXISTS (SELECT FROM opted_out WHERE opted_out.nine = numbers.nine);
"""
COUNT = """
SELECT (SELECT count(*) FROM lines), (SELECT count(*) FROM numbers), count(*), count(DISTINCT nine) FROM kept
"""


def main(source: str, database_url: str, result: str) -> None:
    """Write the lines that may be used and print the counts."""
    with psycopg.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(PREPARE)
        with open(source, "rb") as lines, cursor.copy("COPY lines (line) FROM STDIN") as copy:  # noqa: PTH123 - plain
            while block := lines.read(BLOCK):
                copy.write(block)
        cursor.execute(CHECK)
        with open(result, "wb") as kept, cursor.copy("COPY (SELECT line FROM kept ORDER BY at) TO STDOUT") as copy:  # noqa: PTH123
            for block in copy:
                kept.write(block)
        counts = cursor.execute(COUNT).fetchone()
    sys.stdout.write(json.dumps(dict(zip(("lines", "numbers", "released", "kept"), counts, strict=True))))


if __name__ == "__main__":
    main(*sys.argv[1:])
