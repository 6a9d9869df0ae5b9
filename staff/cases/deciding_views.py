"""Deciding a form: accept it, send it back, or close it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ndop.journeys import State
from ndop.nhsuk.render import error_list
from registry.actions.cases.candidates import offer_candidates
from registry.actions.cases.deciding import (
    CannotDecide,
    StaleVersion,
    accept_case,
    close_case,
    open_deciding,
)
from registry.clock import now
from registry.models import Case, CloseReason, FormType
from registry.nhs_number import NHSNumber
from registry.paper import PaperForm
from registry.permissions import Permission
from registry.queries.candidates import Candidate
from registry.queries.cases import get_case, standing_form
from registry.queries.newer_choices import NewerChoice, newer_choices
from registry.queries.workable import is_left_to_others
from staff.cases import proposals
from staff.cases.case_pages import CasePage, case_context, why_not
from staff.cases.deciding_forms import AcceptForm, CloseForm, ReturnForm
from staff.cases.journey import JOURNEY
from staff.cases.paper_answers import answers_of
from staff.pages import actor, member, read_id

CHANGED = "Somebody changed this form since you opened it. Look at it again before you decide"


class DecideCase(CasePage):
    """What the form says, whom it may be about, and the three ways that it can end."""

    permission = Permission.DECIDE
    shows_person = True
    template_name = "staff/cases/decide.jinja"

    def get(self, request: HttpRequest, *_: Any, **kwargs: Any) -> HttpResponse:
        """Take the form and show what there is to decide."""
        del request
        return self.page(self.opened(kwargs["public_id"]))

    def opened(self, public_id: UUID) -> Case:
        """Take the form, and write down who sees it: before every drawing of this page, whatever led to it."""
        return open_deciding(case_id=public_id, by=actor(self.request), at=now())

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Do what the button says that was pressed."""
        case = get_case(public_id)
        try:
            return self.close(case) if request.POST.get("do") == "close" else self.accept(case)
        except (StaleVersion, CannotDecide) as error:
            return self.again(public_id, error)

    def accept(self, case: Case) -> HttpResponse:
        """Record the choice."""
        form = AcceptForm(_names(standing_form(case)), self.request.POST)
        if not form.is_valid():
            return self.page(self.opened(case.public_id), accept_form=form, status=422)
        return self.done(accept_case(case_id=case.public_id, numbers=form.numbers(), **self.who()))

    def close(self, case: Case) -> HttpResponse:
        """End it without a letter."""
        form = CloseForm(self.request.POST)
        if not form.is_valid():
            return self.page(self.opened(case.public_id), close_form=form, status=422)
        asked = {"reason": CloseReason(form.cleaned_data["reason"]), "duplicate_of": form.cleaned_data["duplicate_of"]}
        return self.done(close_case(case_id=case.public_id, **asked, **self.who()))

    def again(self, public_id: UUID, error: Exception) -> HttpResponse:
        """Show the form as it is now, and why nothing was saved. Raises CannotDecide if there is no more to decide."""
        fresh = self.opened(public_id)
        if isinstance(error, StaleVersion):
            return self.page(fresh, status=409, problem=CHANGED)
        return self.page(fresh, status=422, problem=why_not(error))

    def who(self) -> dict[str, Any]:
        """Return who decides, when, and on what they saw."""
        version = read_id(self.request.POST.get("version", "")) or 0
        return {"version": version, "by": actor(self.request), "at": now()}

    def done(self, case: Case) -> HttpResponse:
        """Say what became of it, and offer the next."""
        return redirect("staff:case-done", public_id=case.public_id)

    def page(self, case: Case, *, status: int = 200, problem: str = "", **forms: Any) -> HttpResponse:
        """Draw the page."""
        form = standing_form(case)
        offered = offer_candidates(case=case, form=form, by=actor(self.request), at=now())
        people = [proposals.Sought(person, found) for person, found in zip(form.people, offered, strict=True)]
        newer = _newer_than(form, offered)
        lacking, missing = proposals.of_form(form, case), proposals.of_people(people)
        proposed = ReturnForm(initial={"reasons": [reason.value for reason in (*lacking, *missing)]})
        context: dict[str, Any] = {
            **case_context(case, now()),
            "title": f"Decide {case.reference}",
            "rows": rows_of(case, form),
            "people": people,
            "signed_on": form.signed_on,
            "newer": newer,
            "lacking": lacking,
            "is_own_work": is_left_to_others(member(self.request), case),
            "is_clean": not (lacking or newer) and bool(people) and all(one.preselected for one in people),
            "return_form": proposed,
            "close_form": CloseForm(),
            "problem": problem,
            **forms,
        }
        context["errors"] = [error for drawn in forms.values() for error in error_list(drawn)]
        return self.render_to_response(self.get_context_data(**context), status=status)


class CaseDone(CasePage):
    """What became of a form, with the way to the next one. Shows nothing of what the form says."""

    permission = Permission.SEE_WORK
    template_name = "staff/cases/done.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = get_case(kwargs["public_id"])
        return super().get_context_data(case=case, **kwargs)


def rows_of(case: Case, form: PaperForm) -> list[Any]:
    """Return what the form says, a row for each step of the journey."""
    form_type = FormType(case.form_type)
    return JOURNEY.rows(State(answers_of(form, form_type), frozenset({form_type})))


def _newer_than(form: PaperForm, offered: Sequence[Sequence[Candidate]]) -> Mapping[NHSNumber, NewerChoice]:
    """Return the choices that accepting would replace although they are no older; a form without a date has none."""
    numbers = {candidate.nhs_number for found in offered for candidate in found}
    return newer_choices(numbers, signed_on=form.signed_on) if form.signed_on else {}


def _names(form: PaperForm) -> list[str]:
    return [f"{person.given_names} {person.family_name}".strip() for person in form.people]
