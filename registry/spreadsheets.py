"""Tables for spreadsheets. A cell from outside must stay text: never a formula (trust.md T27)."""

import csv
import io
from collections.abc import Iterable, Sequence

# What spreadsheets read as the start of a formula, also in their full-width forms, and the signs that hide one.
FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
HIDING = "".join(map(chr, range(33))) + "\u00a0\u200b\u2060\ufeff"
TEXT_MARK = "'"


def safe_cell(value: object) -> str:
    """Return the value as text that no spreadsheet takes for a formula; NUL, which ends cells early, is left out."""
    text = str(value).replace("\x00", "")
    begins = text.lstrip(HIDING)[:1]
    is_risky = begins in FORMULA_STARTS or text[:1] in {"\t", "\r", TEXT_MARK}
    return TEXT_MARK + text if begins and is_risky else text


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180: CRLF line ends, quotes doubled), each cell made safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()
