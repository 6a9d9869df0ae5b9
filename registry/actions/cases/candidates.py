"""Whom a form may be about. Every record that is offered is written down before it is shown (T16)."""

from datetime import datetime

from registry.actions.cases.viewing import record_view
from registry.actions.looking import before_showing
from registry.models import Case
from registry.paper import PaperForm
from registry.parties import Actor
from registry.queries.candidates import Candidate, candidates
from registry.queries.cases import numbers_of


def offer_candidates(*, case: Case, form: PaperForm, by: Actor, at: datetime) -> list[list[Candidate]]:
    """Return the candidates for each person on the form, and write down those who are not on it themselves.

    Whoever is on the form was written down when the case was opened. Raises NotWrittenDown, DirectoryUnavailable.
    """
    found = [candidates(person, form.postcode) for person in form.people]
    known = set(numbers_of(case))
    others = {candidate.nhs_number for offered in found for candidate in offered} - known
    if others:
        with before_showing():
            record_view(case, sorted(others), by=by, at=at, reason="candidate")
    return found
