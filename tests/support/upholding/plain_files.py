"""Files with one number on each line."""

from itertools import product

from tests.support.upholding.files import (
    HEADER,
    KEPT,
    OPTED_OUT,
    OTHER,
    PLAIN,
    REMOVED,
    REPLACED,
    SUPERSEDED,
    SUPERSEDED_REMOVED,
    THIRD,
    Given,
    bad,
    made,
)

ENDINGS = {"lf": (b"\n",), "crlf": (b"\r\n",), "cr": (b"\r",), "mixed": (b"\n", b"\r\n", b"\r", b"\r\n")}
AFTER = {"bare": b"", "comma": b",", "blank-comma": b" ,", "comma-blank": b",\t "}


def spelt(after):
    """The same five lines with something after the number."""
    return [
        Given(PLAIN + after, "kept"),
        Given(OPTED_OUT + after, "removed"),
        Given(OTHER + after, "kept"),
        Given(REPLACED + after, "superseded"),
        Given(PLAIN + after, "duplicate"),
    ]


SHAPES = [
    made(f"{ends}-{after}{'-bom' if bom else ''}{'' if last else '-open'}", *spelt(AFTER[after]),
         endings=ENDINGS[ends], bom=bom, last=last)
    for ends, after, bom, last in product(ENDINGS, AFTER, (False, True), (True, False))
]  # fmt: skip

# What is not a number, why, and what the report shows of it.
BAD = {
    "nothing": (b"", "empty", ""),
    "blanks": (b" \t ", "empty", ""),
    "comma-alone": (b",", "empty", ""),
    "nine-digits": (b"999000002", "too_short", "******002"),
    "one-digit": (b"7", "too_short", "7"),
    "eleven-digits": (b"99900000266", "too_long", "********266"),
    "padded": (b"09990000026", "too_long", "********026"),
    "padded-to-twelve": (b"009990000026", "too_long", "*********026"),
    "twenty-five-digits": (b"9990000026999000002699900", "too_long", "*****************900"),
    "wrong-check-digit": (b"9990000027", "check_digit", "*******027"),
    "no-such-check-digit": (b"9990000000", "check_digit", "*******000"),
    "spaced-wrong-check-digit": (b"999 000 0027", "check_digit", "*******027"),
    "zeros": (b"0000000000", "never_issued", "*******000"),
    "spaced-zeros": (b"000 000 0000", "never_issued", "*******000"),
    "plus": (b"+9990000026", "not_digits", "?*******026"),
    "minus": (b"-9990000026", "not_digits", "?*******026"),
    "decimal": (b"9990000026.0", "not_digits", "*********6?0"),
    "thousands": (b"9 990 000 026", "not_digits", "*?***?***?026"),
    "exponent": (b"9.990000026E9", "not_digits", "*?********6E9"),
    "hyphens": (b"999-000-0026", "not_digits", "***?***?*026"),
    "two-blanks": (b"999  000 0026", "not_digits", "***??***?*026"),
    "half-spaced": (b"999 0000026", "not_digits", "***?****026"),
    "other-groups": (b"9990 000 026", "not_digits", "****?***?026"),
    "tabs-inside": (b"999\t000\t0026", "not_digits", "***?***?*026"),
    "single-quotes": (b"'9990000026'", "not_digits", "?********26?"),
    "double-quotes": (b'"9990000026"', "not_digits", "?********26?"),
    "formula": (b"=9990000026", "not_digits", "?*******026"),
    "at": (b"@9990000026", "not_digits", "?*******026"),
    "letters": (b"unknown", "not_digits", "****own"),
    "letters-in-number": (b"99900O0026", "not_digits", "*******026"),
    "insurance-number": (b"QQ123456C", "not_digits", "******56C"),
    "no-break-space": ("999\u00a0000\u00a00026".encode(), "not_digits", "***?***?*026"),
    "no-break-space-before": ("\u00a09990000026".encode(), "not_digits", "?*******026"),
    "no-break-space-latin-1": (b"\xa09990000026", "not_digits", "?*******026"),
    "zero-width": ("99900\u200b00026".encode(), "not_digits", "*****?**026"),
    "joiner-after": ("9990000026\u2060".encode(), "not_digits", "********26?"),
    "byte-order-mark-inside": ("\ufeff9990000026".encode(), "not_digits", "?*******026"),
    "full-width": ("９９９００００026".encode(), "not_digits", "???????026"),
    "arabic-indic": ("٩٩٩٠٠٠٠026".encode(), "not_digits", "???????026"),
    "devanagari-last": ("999000002६".encode(), "not_digits", "*******02?"),
    "superscript": ("999000002⁶".encode(), "not_digits", "*******02?"),
    "form-feed": (b"\x0c9990000026", "not_digits", "?*******026"),
    "vertical-tab": (b"9990000026\x0b", "not_digits", "********26?"),
    "next-line-sign": ("9990000026\u0085".encode(), "not_digits", "********26?"),
    "line-separator": ("9990000026\u2028".encode(), "not_digits", "********26?"),
    "escape": (b"\x1b[319990000026", "not_digits", "??*********026"),
    "half-a-character": (b"9990000026\xe2\x80", "not_digits", "********26?"),
    "right-to-left": ("\u202e6200000999".encode(), "not_digits", "?*******999"),
    "semicolon": (b"9990000026;", "not_digits", "********26?"),
    "two-numbers": (b"9990000026,9990000018", "more_than_a_number", "*********?*******018"),
    "two-commas": (b"9990000026,,", "more_than_a_number", "********26?"),
    "comma-first": (b",9990000026", "more_than_a_number", "?*******026"),
    "name-after": (b"9990000026,Testing", "more_than_a_number", "**********?****ing"),
    "hexadecimal": (b"0x2537A13DA", "not_digits", "********3DA"),
    "underscores": (b"999_000_0026", "not_digits", "***?***?*026"),
    "backslash": (b"\\9990000026", "not_digits", "?*******026"),
    "formula-with-text": (b"=HYPERLINK(9990000026)", "not_digits", "********?********26?"),
}  # fmt: skip
BAD_LINES = [made(f"bad-{name}", KEPT, bad(*row), REMOVED, Given(THIRD, "kept")) for name, row in BAD.items()]

HEADERS = {
    "title": b"NHS Number",
    "underscore": b"nhs_number",
    "comma": b"NHS_NUMBER,",
    "quoted": b'"NHS number"',
    "brackets": b"Number (NHS)",
    "one-letter": b"n",
    "blanks": b"  NHS no. ",
}
HEADED = [made(f"header-{name}", Given(text, "header"), REMOVED, KEPT) for name, text in HEADERS.items()]

UNHEADED = [
    made("header-second", KEPT, bad(b"NHS number", "not_digits", "***?***ber"), REMOVED),
    made("header-twice", HEADER, bad(b"NHS number", "not_digits", "***?***ber"), KEPT),
    made("header-after-blank", bad(b"", "empty", ""), bad(b"NHS", "not_digits", "NHS"), KEPT),
    made("header-with-digit", bad(b"NHS number 1", "not_digits", "***?*****r?1"), KEPT),
    made("header-of-other-digits", bad("９９９０００００２６".encode(), "not_digits", "??????????"), KEPT),
    made("header-with-sign", bad(b"=NHS", "not_digits", "?NHS"), KEPT),
    made("header-of-two-columns", bad(b"NHS number,Name", "more_than_a_number", "***?******?*ame"), KEPT),
    made("header-not-ascii", bad("numéro".encode(), "not_digits", "***?ro"), KEPT),
]

MANY = [
    made("one-bad-in-many", KEPT, *[Given(PLAIN, "duplicate")] * 3000,
         bad(b"999000", "too_short", "***000"), REMOVED, Given(OTHER, "kept")),
    made("nothing-repeats", KEPT, REMOVED, SUPERSEDED, SUPERSEDED_REMOVED),
    made("spelt-twice", KEPT, Given(b"999 000 0018,", "duplicate"), Given(b"\t9990000018 ", "duplicate")),
    made("opted-out-spelt-in-groups", KEPT, Given(b" 999 000 0026 ,", "removed")),
    made("carriage-returns-among-line-feeds", KEPT, bad(b"", "empty", ""), REMOVED, Given(PLAIN, "duplicate"),
         endings=(b"\r", b"\r", b"\n")),
    made("blank-lines-at-the-end", KEPT, bad(b"", "empty", ""), bad(b"", "empty", ""), endings=(b"\r\n",)),
]  # fmt: skip

FILES = [*SHAPES, *BAD_LINES, *HEADED, *UNHEADED, *MANY]
