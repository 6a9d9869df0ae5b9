"""For whom the guidance is: one section for each audience."""

from dataclasses import dataclass

FOR_THE_PUBLIC = 11
FOR_PROFESSIONALS = 15


@dataclass(frozen=True)
class Section:
    """One audience's pages. `name` is the folder and the part of the address.

    `audience` completes "For …". `reading_age` is how old a reader must be at most to follow any of its pages.
    """

    name: str
    title: str
    summary: str
    audience: str
    reading_age: int = FOR_PROFESSIONALS


SECTIONS = (
    Section(
        "gps",
        "GPs and practice staff",
        "What to say, what to do, and what your practice must have in place.",
        "GPs and practice staff",
    ),
    Section(
        "organisations",
        "Organisations that share data",
        "How to leave out people who said no, before you share.",
        "organisations that share data about patients",
    ),
    Section("researchers", "Researchers", "What people's choices mean for a study.", "researchers"),
    Section(
        "public",
        "Patients and carers",
        "What your choice does, and how to look after it.",
        "patients and carers",
        FOR_THE_PUBLIC,
    ),
)


def section_named(name: str) -> Section:
    """Return the section of that name. Raises LookupError."""
    for section in SECTIONS:
        if section.name == name:
            return section
    raise LookupError(f"there is no section {name}")
