"""Files for the check engine whose answer is written down line by line, by hand.

A line is given with what must become of it; the expected result, report and counts follow from those words alone.
"""

from dataclasses import dataclass

from registry.upholding import Layout, OptedOutSet, TestNumbers

# 999 000 00x: the weighted sum is 243 + 2x, so the check digit is 11 - (1 + 2x) mod 11.
PLAIN, OPTED_OUT, REPLACED, REPLACED_OPTED_OUT = b"9990000018", b"9990000026", b"9990000034", b"9990000042"
OTHER, THIRD = b"9990000050", b"9990000069"
NUMBERS = OptedOutSet.of([999000002, 999000004], [999000003, 999000004])

FIELDS = {
    "header": "headers",
    "kept": "kept",
    "removed": "removed",
    "invalid": "invalid",
    "duplicate": "duplicates",
    "superseded": "superseded",
    "superseded_removed": "superseded",
}
GOES_OUT = {"header", "kept", "duplicate", "superseded"}
HOLDS_NEW_NUMBER = {"kept", "removed", "superseded", "superseded_removed"}


@dataclass(frozen=True)
class Given:
    """One line (of a CSV: one record) without its ending, and what must become of it."""

    text: bytes
    becomes: str
    reason: str = ""
    shown: str = ""


HEADER = Given(b"NHS number", "header")
KEPT = Given(PLAIN, "kept")
REMOVED = Given(OPTED_OUT, "removed")
SUPERSEDED = Given(REPLACED, "superseded")
SUPERSEDED_REMOVED = Given(REPLACED_OPTED_OUT, "superseded_removed")


def bad(text, reason, shown):
    return Given(text, "invalid", reason, shown)


@dataclass(frozen=True)
class File:
    """A file and its whole expected answer. `refused` is the reason where there is none."""

    name: str
    data: bytes
    layout: Layout
    refused: str = ""
    result: bytes = b""
    report: str = ""
    counts: tuple = ()


def refused(name, data, reason, column=""):
    return File(name, data, Layout(column), refused=reason)


def made(name, *lines, endings=(b"\n",), bom=False, last=True, column="", test_numbers=TestNumbers.ACCEPTED):
    """Put lines together; `endings` are taken in turn, and with `last` false the last line has none."""
    texts = [line.text + endings[place % len(endings)] for place, line in enumerate(lines)]
    if not last:
        texts[-1] = lines[-1].text
    mark = b"\xef\xbb\xbf" if bom else b""
    result = [text for line, text in zip(lines, texts, strict=True) if line.becomes in GOES_OUT]
    layout = Layout(column, test_numbers)
    return File(
        name,
        mark + b"".join(texts),
        layout,
        result=mark + b"".join(result),
        report=_report(lines),
        counts=_counts(lines),
    )


def _report(lines):
    rows, at = ["line,class,reason,value"], 1
    for line in lines:
        if line.becomes == "invalid":
            rows.append(f"{at},invalid,{line.reason},{line.shown}")
        # Line ends inside a quoted field begin a line too, to an editor.
        at += len(line.text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    return "".join(f"{row}\r\n" for row in rows)


def _counts(lines):
    counts = dict.fromkeys(["lines", *FIELDS.values(), "superseded_removed", "distinct"], 0)
    counts["lines"] = len(lines)
    for line in lines:
        counts[FIELDS[line.becomes]] += 1
        counts["distinct"] += line.becomes in HOLDS_NEW_NUMBER
    counts["superseded_removed"] = sum(line.becomes == "superseded_removed" for line in lines)
    return tuple(sorted(counts.items()))
