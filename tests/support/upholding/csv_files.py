"""CSV files with the number in a named column, and files that are refused whole."""

from tests.support.upholding.files import OPTED_OUT, OTHER, PLAIN, REPLACED, THIRD, Given, bad, made, refused

TITLES = Given(b"Name,NHS number,Note", "header")
ADA = Given(b"Ada," + PLAIN + b",x", "kept")
BEN = Given(b"Ben," + OPTED_OUT + b",x", "removed")
CAT = Given(b"Cat," + REPLACED + b",x", "superseded")
COLUMN = "NHS number"


def table(name, *lines, column=COLUMN, **how):
    return made(f"csv-{name}", *lines, column=column, **how)


def kept(*parts):
    return Given(b"".join(parts), "kept")


def removed(*parts):
    return Given(b"".join(parts), "removed")


def titled(titles, row=b"Ada," + PLAIN + b",x", gone=b"Ben," + OPTED_OUT + b",x"):
    return Given(titles, "header"), Given(row, "kept"), Given(gone, "removed")


SHAPES = [
    table("lf", TITLES, ADA, BEN, CAT),
    table("crlf", TITLES, ADA, BEN, CAT, endings=(b"\r\n",)),
    table("cr", TITLES, ADA, BEN, CAT, endings=(b"\r",)),
    table("mixed", TITLES, ADA, BEN, CAT, endings=(b"\r\n", b"\n", b"\r")),
    table("open", TITLES, BEN, ADA, last=False),
    table("open-removed", TITLES, ADA, BEN, last=False),
    table("bom", TITLES, ADA, BEN, bom=True),
    table("bom-open-crlf", TITLES, ADA, BEN, bom=True, last=False, endings=(b"\r\n",)),
    table("duplicate", TITLES, ADA, Given(b"Bob," + PLAIN + b",y", "duplicate"), BEN),
    table("one-column", Given(b"NHS number", "header"), kept(PLAIN), removed(OPTED_OUT)),
    table("first-column", *titled(b"NHS number,Name", PLAIN + b",Ada", OPTED_OUT + b",Ben")),
    table("last-column", *titled(b"Name,NHS number", b"Ada," + PLAIN, b"Ben," + OPTED_OUT)),
    table("last-column-and-comma", *titled(b"Name,NHS number", b"Ada," + PLAIN + b",", b"Ben," + OPTED_OUT + b",")),
    table("comma-everywhere", *titled(b"Name,NHS number,", b"Ada," + PLAIN + b",", b"Ben," + OPTED_OUT + b",")),
    table("title-other-case", *titled(b"Name,nhs NUMBER,Note")),
    table("title-in-blanks", *titled(b"Name, NHS number ,Note")),
    table("title-quoted", *titled(b'Name,"NHS number",Note')),
    table("title-over-two-lines", *titled(b'"Full\nname",NHS number,Note')),
    table("title-quotes-inside", *titled(b'Name,NHS number,"Note ""A"""')),
    table("title-asked-in-blanks", *titled(b"Name,NHS number,Note"), column="  nhs number"),
    table("title-not-ascii", *titled("Name,Numéro,Note".encode()), column="NUMÉRO"),
    table("title-with-digit", *titled(b"Name,Number 2,Note"), column="number 2"),
]  # fmt: skip

FIELDS = [
    table("blanks", TITLES, kept(b"Ada, ", PLAIN, b"\t,x"), removed(b"Ben,\t", OPTED_OUT, b" ,x")),
    table("groups", TITLES, kept(b"Ada,999 000 0018,x"), removed(b"Ben,999 000 0026,x")),
    table("quoted", TITLES, kept(b'Ada,"', PLAIN, b'",x'), removed(b'Ben,"', OPTED_OUT, b'",x')),
    table("quoted-blanks", TITLES, kept(b'Ada," ', PLAIN, b' ",x'), removed(b'Ben," 999 000 0026",x')),
    table("blank-after-quotes", TITLES, kept(b'Ada,"', PLAIN, b'" ,x'), removed(b'Ben,"', OPTED_OUT, b'"\t,x')),
    table("comma-in-quotes", TITLES, kept(b'"Ada, Countess",', PLAIN, b",x"), removed(b'"B,en",', OPTED_OUT, b",x")),
    table("quotes-in-quotes", TITLES, kept(b'"Ada ""A""",', PLAIN, b",x"), removed(b'"""",', OPTED_OUT, b',""')),
    table("line-in-quotes", TITLES, kept(b'"Ada\nByron",', PLAIN, b",x"), removed(b"Ben,", OPTED_OUT, b',"x\r\ny"')),
    table("cr-in-quotes", TITLES, kept(b'"Ada\rByron",', PLAIN, b",x"), removed(b"Ben,", OPTED_OUT, b',"\r\r"')),
    table("number-in-quoted-text", TITLES, kept(b'"a\n', OPTED_OUT, b'\n",', PLAIN, b",x"), BEN),
    table("quotes-at-the-end", TITLES, BEN, kept(b"Ada,", PLAIN, b',"x"'), last=False),
    table("empty-others", TITLES, kept(b",", PLAIN, b","), removed(b",", OPTED_OUT, b",")),
    table("quote-inside-a-field", TITLES, kept(b'5" pipe,', PLAIN, b",x"), BEN),
    table("formulas-pass", TITLES, kept(b"=1+1,", PLAIN, b",@x"), removed(b"=1,", OPTED_OUT, b",-x")),
    table("other-scripts-pass", TITLES, kept("Zoë 李,".encode(), PLAIN, b",\xff"), BEN),
    table("other-numbers-pass", TITLES, kept(THIRD, b",", PLAIN, b",", OTHER), BEN),
]  # fmt: skip

NAMES = b"Ada,%s,x"
BAD = {
    "no-number": (NAMES % b"", "empty", ""),
    "blanks-for-a-number": (NAMES % b"  ", "empty", ""),
    "empty-line": (b"", "empty", ""),
    "words": (NAMES % b"unknown", "not_digits", "****own"),
    "check-digit": (NAMES % b"9990000027", "check_digit", "*******027"),
    "zeros": (NAMES % b"0000000000", "never_issued", "*******000"),
    "short": (NAMES % b"999000002", "too_short", "******002"),
    "long": (NAMES % b"99900000266", "too_long", "********266"),
    "full-width": (NAMES % "９９９０００００２６".encode(), "not_digits", "??????????"),
    "quote-doubled-in-number": (NAMES % b'"999""0000026"', "not_digits", "***?****026"),
    "quote-inside-number": (NAMES % b'999"0000026', "not_digits", "***?****026"),
    "blank-before-quote": (NAMES % b' "9990000026"', "not_digits", "?********26?"),
    "comma-in-number": (NAMES % b'"999,000,0026"', "not_digits", "***?***?*026"),
    "comma-at-the-end-of-number": (NAMES % b'"9990000026,"', "not_digits", "********26?"),
    "line-in-number": (NAMES % b'"99900\n00026"', "not_digits", "*****?**026"),
    "line-after-number": (NAMES % b'"9990000026\n"', "not_digits", "********26?"),
    "too-few-fields": (b"Ada,9990000026", "columns", ""),
    "one-field": (b"9990000026", "columns", ""),
    "too-many-fields": (b"Ada,Byron,9990000026,x", "columns", ""),
    "two-trailing-commas": (b"Ada,9990000026,x,,", "columns", ""),
    "shifted": (b"9990000026,9990000018,x,y", "columns", ""),
    "text-after-quotes": (b'"Ada"x,9990000018,x', "quotes", ""),
    "quotes-after-quotes": (b'"Ada" "x",9990000018,x', "quotes", ""),
    "number-after-quotes": (b'Ada,"999"0000018,x', "quotes", ""),
}
BAD_RECORDS = [
    table(f"bad-{name}", TITLES, ADA, bad(*row), BEN, Given(b"Dan," + THIRD + b",x", "kept"))
    for name, row in BAD.items()
] + [
    table("bad-after-lines-in-quotes", TITLES, kept(b'"Ada\r\nB\nC",', PLAIN, b",x"), bad(b"x", "columns", ""), BEN),
    table("bad-record-of-two-lines", TITLES, bad(b'"A\nB",1,', "too_short", "1"), bad(b"x", "columns", ""), ADA),
]

REFUSED = [
    refused("empty", b"", "empty"),
    refused("mark-alone", b"\xef\xbb\xbf", "empty"),
    refused("line-end-alone", b"\n", "no_numbers"),
    refused("blank-lines", b"\r\n\r\n \n", "no_numbers"),
    refused("header-alone", b"NHS number\n", "no_numbers"),
    refused("nothing-but-bad", b"1\n2\nunknown\n9990000027\n", "no_numbers"),
    refused("column-forgotten", b"NHS number,Name\n9990000018,Ada\n", "no_numbers"),
    refused("utf-16", "9990000018\n".encode("utf-16"), "not_text"),
    refused("utf-16-le", "9990000018\n".encode("utf-16-le"), "not_text"),
    refused("utf-16-be", "9990000018\n".encode("utf-16-be"), "not_text"),
    refused("utf-16-be-marked", b"\xfe\xff" + "9990000018\n".encode("utf-16-be"), "not_text"),
    refused("utf-16-of-other-digits", "\ufeff９９９\n".replace("\n", "９").encode("utf-16-be"), "not_text"),
    refused("utf-32", "9990000018\n".encode("utf-32"), "not_text"),
    refused("nul", b"9990000018\n99900\x0000026\n", "not_text"),
    refused("nul-at-the-end", b"9990000018\n\x00", "not_text"),
    refused("spreadsheet", b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "not_text"),
    refused("huge-line", b"9990000018\n" + b"9" * 70_000 + b"\n9990000026\n", "line_too_long"),
    refused("huge-only-line", b"9" * 70_000, "line_too_long"),
    refused("huge-blanks", b"9990000018" + b" " * 70_000 + b"\n", "line_too_long"),
    refused("mark-twice", b"\xef\xbb\xbf\xef\xbb\xbf9990000018\n", "no_numbers"),
    refused("csv-empty", b"", "empty", COLUMN),
    refused("csv-header-alone", b"Name,NHS number\n", "no_numbers", COLUMN),
    refused("csv-no-column", b"Name,Number\nAda,9990000018\n", "no_column", COLUMN),
    refused("csv-column-twice", b"NHS number,nhs number\n9990000018,9990000026\n", "no_column", COLUMN),
    refused("csv-no-header", b"9990000018,x\n9990000026,y\n", "no_column", COLUMN),
    refused("csv-bad-quotes-in-header", b'"Name"x,NHS number\nAda,9990000018\n', "no_column", COLUMN),
    refused("csv-semicolons", b"Name;NHS number\nAda;9990000018\n", "no_column", COLUMN),
    refused("csv-blank-first-line", b"\nName,NHS number\nAda,9990000018\n", "no_column", COLUMN),
    refused("csv-open-quote", b'Name,NHS number\nAda,9990000018\n"Ben,9990000026\n', "quotes", COLUMN),
    refused("csv-open-quote-in-number", b'Name,NHS number\nAda,"9990000018\n', "quotes", COLUMN),
    refused("csv-quote-open-for-long", b'Name,NHS number\n"Ada,\n' + b"x,9990000018\n" * 6000, "quotes", COLUMN),
    refused("csv-huge-line", b"Name,NHS number\nAda,9990000018" + b"," * 70_000 + b"\n", "line_too_long", COLUMN),
    refused("csv-huge-field", b'Name,NHS number\n"' + b"A" * 70_000 + b'",9990000018\n', "line_too_long", COLUMN),
    refused("csv-nul", b"Name,NHS number\nAda\x00,9990000018\n", "not_text", COLUMN),
    refused("csv-utf-16", "Name,NHS number\n".encode("utf-16"), "not_text", COLUMN),
]  # fmt: skip

FILES = [*SHAPES, *FIELDS, *BAD_RECORDS, *REFUSED]
