"""What a decision page proposes: which record is preselected, and which reasons to send a form back."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.models import Case, FormType, ReturnReason
from registry.nhs_number import NHSNumber
from registry.paper import PaperForm, PaperPerson
from registry.paper_rules import return_reasons
from registry.queries.candidates import Candidate, Fits

NAMES = ("Last name", "First name")


@dataclass(frozen=True, repr=False)
class Sought:
    """One person on the form, who it may be, and who it is if there is no doubt."""

    person: PaperPerson
    candidates: Sequence[Candidate]

    @property
    def name(self) -> str:
        """The name as written on the form."""
        return f"{self.person.given_names} {self.person.family_name}".strip()

    @property
    def preselected(self) -> NHSNumber | None:
        """The one exact match; none when there is none or several."""
        exact = [candidate for candidate in self.candidates if candidate.is_exact and candidate.is_acceptable]
        return exact[0].nhs_number if len(exact) == 1 else None

    @property
    def can_be_picked(self) -> bool:
        """Say whether any record may be taken for this person."""
        return any(candidate.is_acceptable for candidate in self.candidates)


def of_form(form: PaperForm, case: Case) -> list[ReturnReason]:
    """Return why the form cannot be accepted as it is, whoever it is about."""
    return return_reasons(form, FormType(case.form_type), case.received_on)


def of_people(sought: Sequence[Sought]) -> list[ReturnReason]:
    """Return why no record can be taken for somebody on the form."""
    found = {_why_nobody(one) for one in sought if not one.can_be_picked}
    return [reason for reason in ReturnReason if reason in found]


def _why_nobody(one: Sought) -> ReturnReason:
    numbered = [candidate for candidate in one.candidates if _fits(candidate, "NHS number") == Fits.YES]
    if not numbered:
        return ReturnReason.NO_MATCH
    if numbered[0].is_deceased:
        return ReturnReason.PERSON_DIED
    if numbered[0].is_superseded:
        return ReturnReason.SUPERSEDED_NUMBER
    differs = any(_fits(numbered[0], label) == Fits.NO for label in NAMES)
    return ReturnReason.NAME_MISMATCH if differs else ReturnReason.NO_MATCH


def _fits(candidate: Candidate, label: str) -> Fits:
    return next(reason.fits for reason in candidate.reasons if reason.label == label)
