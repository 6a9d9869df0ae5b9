"""What a paper form is made of: parts with a heading, and in each the boxes to write in or to tick, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.models import Evidence

# Chooses between the usual words and those of the plain English form.
Say = Callable[[str, str], str]
DATE = (2, 2, 4)
NHS_NUMBER = (3, 3, 4)
POSTCODE = (4, 3)
DATE_HINT = "Day, month, year"


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write. `key` names it where answers are printed on the form."""

    kind: str  # line, lines, squares or signature
    key: str
    label: str
    hint: str = ""
    size: int = 1
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A box to tick."""

    value: str
    text: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class PaperList:
    """Papers of which one is asked for."""

    heading: str
    note: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a part. Which columns are used depends on `kind`: see templates/letters/forms/form.typ."""

    kind: str  # row, group, heading, choices, ticks, papers, points or send
    key: str = ""
    text: str = ""
    fields: tuple[Field, ...] = ()
    options: tuple[Option, ...] = ()
    lists: tuple[PaperList, ...] = ()
    points: tuple[str, ...] = ()
    items: "tuple[Item, ...]" = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part. `new_page` starts one on the usual form; `together` is never broken between two pages.

    `picture` is drawn on the plain English form.
    """

    title: str
    picture: str
    intro: tuple[str, ...]
    items: tuple[Item, ...]
    new_page: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class FormWords:
    """All that a form says. Words between stars are printed strong."""

    title: str
    heading: str
    intro: tuple[str, ...]
    parts: tuple[Part, ...]


def row(*fields: Field) -> Item:
    """Put fields side by side where there is room."""
    return Item("row", fields=fields)


def group(*items: Item) -> Item:
    """Keep these on one page."""
    return Item("group", items=items)


def points(*lines: str) -> Item:
    """List these lines."""
    return Item("points", points=lines)


def names(prefix: str = "", whose: str = "") -> Item:
    """Ask for first names and last name; `whose` stands before, such as "Child 2: "."""
    return row(
        Field("line", f"{prefix}given_names", f"{whose}First names"),
        Field("line", f"{prefix}family_name", "Last name"),
    )


def date_of_birth(prefix: str = "") -> Field:
    """Ask for a date of birth."""
    return Field("squares", f"{prefix}date_of_birth", "Date of birth", DATE_HINT, groups=DATE)


def nhs_number(prefix: str = "", hint: str = "") -> Field:
    """Ask for an NHS number."""
    return Field("squares", f"{prefix}nhs_number", "NHS number", hint, groups=NHS_NUMBER)


def address(prefix: str = "", label: str = "Address", hint: str = "") -> tuple[Item, Item]:
    """Ask for an address and its postcode."""
    return (
        row(Field("lines", f"{prefix}address", label, hint, size=3)),
        row(Field("squares", f"{prefix}postcode", "Postcode", groups=POSTCODE)),
    )


def paper_options(*papers: tuple[Evidence, str]) -> tuple[Option, ...]:
    """Return a box to tick for each paper, in these words."""
    return tuple(Option(paper.value, text) for paper, text in papers)
