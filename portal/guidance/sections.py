"""For whom the guidance is: one section for each audience."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One audience's pages. `name` is the folder and the part of the address."""

    name: str
    title: str
    summary: str


SECTIONS = (
    Section("gps", "GPs and practice staff", "What to say, what to do, and what your practice must have in place."),
    Section("organisations", "Organisations that share data", "How to leave out people who said no, before you share."),
    Section("researchers", "Researchers", "What people's choices mean for a study."),
    Section("public", "Patients and carers", "What your choice does, and how to look after it."),
)
