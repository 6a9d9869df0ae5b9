"""One paper form: where it stands, who did what, and what was written about it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ndop.nhsuk.render import error_list
from registry.actions.cases.deciding import reopen_case
from registry.actions.cases.viewing import add_note, open_case
from registry.clock import now
from registry.models import CASE_TRANSITIONS, Case, CaseState, ReturnReason
from registry.permissions import Permission, may
from registry.queries.cases import NothingKeyed, case_history, notes_on, standing_form
from staff.accounts.reauthenticate import Recently
from staff.cases.case_pages import CasePage, case_context
from staff.cases.deciding_forms import NoteForm, ReopenForm
from staff.cases.deciding_views import rows_of
from staff.pages import actor, member

# The page on which a form in this state is worked on, with the words of its link and what it asks for.
NEXT_STEPS = {
    CaseState.TO_ENTER: ("staff:case-key", "Key it", Permission.ENTER),
    CaseState.TO_CHECK: ("staff:case-key", "Key it a second time", Permission.CHECK),
    CaseState.TO_SETTLE: ("staff:case-settle", "Settle the differences", Permission.CHECK),
    CaseState.TO_DECIDE: ("staff:case-decide", "Decide it", Permission.DECIDE),
}
# What a form says stays unseen until nobody has to key it blind any more.
READABLE = (CaseState.TO_DECIDE, CaseState.ACCEPTED, CaseState.RETURNED, CaseState.CLOSED)


class CaseDetail(CasePage):
    """The page of a form. Opening it is written down first."""

    permission = Permission.SEE_WORK
    shows_person = True
    template_name = "staff/cases/detail.jinja"

    def get(self, request: HttpRequest, *_: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self.page(open_case(case_id=kwargs["public_id"], by=actor(request), at=now()))

    def page(self, case: Case, status: int = 200, **extra: Any) -> HttpResponse:
        """Draw the page."""
        context: dict[str, Any] = {
            **case_context(case, now()),
            "title": f"Form {case.reference}",
            "rows": _rows(case),
            "reasons": [ReturnReason(code).label for code in case.return_reasons],
            "history": case_history(case),
            "notes": notes_on(case),
            "tasks": case.tasks.all(),
            "next_step": self.next_step(case),
            "may_reopen": self.may_reopen(case),
            "note_form": NoteForm(),
            **extra,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def next_step(self, case: Case) -> tuple[str, str] | None:
        """Return the name and the words of the link to where this form is worked on, for whoever may."""
        name, words, permission = NEXT_STEPS.get(CaseState(case.state), ("", "", None))
        return (name, words) if permission and may(member(self.request), permission) else None

    def may_reopen(self, case: Case) -> bool:
        """Say whether the link to reopening leads anywhere."""
        follows = CASE_TRANSITIONS[CaseState(case.state)]
        is_past = CaseState.TO_ENTER in follows and case.state != CaseState.RECEIVED
        return is_past and may(member(self.request), Permission.REOPEN)


class AddNote(CaseDetail):
    """Keep what somebody writes about a form."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Keep it."""
        form = NoteForm(request.POST)
        if form.is_valid():
            add_note(case_id=public_id, text=form.cleaned_data["text"], by=actor(request), at=now())
            return redirect("staff:case-detail", public_id=public_id)
        case = open_case(case_id=public_id, by=actor(request), at=now())
        return self.page(case, status=422, note_form=form, errors=error_list(form))


class ReopenCase(Recently, CaseDetail):
    """Let a form be keyed and decided anew."""

    permission = Permission.REOPEN
    template_name = "staff/cases/reopen.jinja"

    def page(self, case: Case, status: int = 200, **extra: Any) -> HttpResponse:
        """Draw the question."""
        context = {**case_context(case, now()), "title": f"Reopen {case.reference}", "form": ReopenForm(), **extra}
        return self.render_to_response(self.get_context_data(**context), status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Reopen it."""
        form = ReopenForm(request.POST)
        if not form.is_valid():
            case = open_case(case_id=public_id, by=actor(request), at=now())
            return self.page(case, status=422, form=form)
        reopen_case(case_id=public_id, reason=form.cleaned_data["reason"], by=actor(request), at=now())
        return redirect("staff:case-detail", public_id=public_id)


def _rows(case: Case) -> list[Any]:
    if case.state not in READABLE:
        return []
    try:
        return rows_of(case, standing_form(case))
    except NothingKeyed:
        return []
