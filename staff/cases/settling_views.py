"""Settling a form that two people keyed differently."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ndop.nhsuk.render import error_list
from registry.actions.cases.keying import open_settling, settle
from registry.actions.cases.moves import StaleVersion
from registry.clock import now
from registry.models import Case, EntryKind, FormType
from registry.permissions import Permission
from registry.queries.cases import differences, finished_forms, get_case
from staff.cases.case_pages import CasePage, case_context
from staff.cases.keying import Keying
from staff.cases.paper_answers import paper_form
from staff.cases.settling import Question, questions, settled
from staff.pages import actor, read_id

CHANGED = "Somebody changed this form since you opened it"


class SettleCase(CasePage):
    """Only where the keyings differ, side by side, with the scan."""

    permission = Permission.CHECK
    shows_person = True
    template_name = "staff/cases/settle.jinja"

    def get(self, request: HttpRequest, *_: Any, **kwargs: Any) -> HttpResponse:
        """Take the form and show the differences."""
        del request
        case = self.opened(kwargs["public_id"])
        return self.page(case, questions(differences(case), FormType(case.form_type)))

    def opened(self, public_id: UUID) -> Case:
        """Take the form, and write down who sees it: before every drawing of this page, whatever led to it."""
        return open_settling(case_id=public_id, by=actor(self.request), at=now())

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Keep what the form really says."""
        case = get_case(public_id)
        asked = questions(differences(case), FormType(case.form_type), request.POST)
        wrong = [error for one in asked if not one.is_answered() for error in error_list(one.form)]
        if wrong:
            return self.page(self.opened(public_id), asked, status=422, errors=wrong)
        keying = self.keying(case, asked)
        if not keying.is_complete():
            return self.page(self.opened(public_id), asked, status=422, problem=keying.errors[0].message)
        try:
            return self.save(case, keying)
        except StaleVersion:
            return self.page(self.opened(public_id), asked, status=409, problem=CHANGED)

    def keying(self, case: Case, asked: list[Question]) -> Keying:
        """Return the form as it is now settled."""
        forms, form_type = finished_forms(case), FormType(case.form_type)
        first, second = forms[EntryKind.FIRST], forms[EntryKind.SECOND]
        return Keying.read(form_type, settled(asked, first, second, form_type))

    def save(self, case: Case, keying: Keying) -> HttpResponse:
        """Write it, and go on to the decision."""
        settle(
            case_id=case.public_id,
            answers=keying.answers,
            form=paper_form(keying.state),
            version=read_id(self.request.POST.get("version", "")) or 0,
            by=actor(self.request),
            at=now(),
        )
        return redirect("staff:case-decide", public_id=case.public_id)

    def page(self, case: Case, asked: list[Question], status: int = 200, **extra: Any) -> HttpResponse:
        """Draw the page."""
        context = {
            **case_context(case, now()),
            "title": f"Settle {case.reference}",
            "questions": asked,
            "problem": "",
            **extra,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)
