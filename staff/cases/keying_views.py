"""Keying a form: the first time, or a second time blind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from registry.actions.cases.keying import finish_entry, keep_entry, open_entry
from registry.actions.cases.moves import OwnRecord, StaleVersion
from registry.actions.cases.problems import CannotKey, KeyingProblem
from registry.actions.cases.viewing import open_case
from registry.actions.claims import CannotClaim
from registry.clock import now
from registry.models import Case, CaseEntry, CaseState, FormType
from registry.paper import MOST_CHILDREN
from registry.permissions import Permission, may
from registry.queries.cases import get_case
from staff.cases.case_pages import CasePage, case_context, why_not
from staff.cases.clashes import Clash, clashes
from staff.cases.keying import Keying
from staff.cases.paper_answers import paper_form
from staff.pages import actor, member, read_id

TITLES = {CaseState.TO_ENTER: "Key form", CaseState.TO_CHECK: "Key form a second time"}

ONWARDS = {
    CaseState.TO_SETTLE: ("staff:case-settle", Permission.CHECK),
    CaseState.TO_DECIDE: ("staff:case-decide", Permission.DECIDE),
}


@dataclass(frozen=True)
class Changed:
    """What somebody else saved while this page was open."""

    who: str
    at: datetime
    clashes: list[Clash]


class KeyCase(CasePage):
    """All steps of one form on one page. Whether it is the first keying or the second, the form's state says."""

    permission = Permission.SEE_WORK
    shows_person = True
    template_name = "staff/cases/key.jinja"

    def get(self, request: HttpRequest, *_: Any, **kwargs: Any) -> HttpResponse:
        """Take the form, and show it as far as it was keyed."""
        entry = open_entry(case_id=kwargs["public_id"], by=actor(request), at=now())
        keying = Keying.kept(FormType(entry.case.form_type), entry.answers)
        return self.page(entry.case, keying, entry.version)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Save what is typed, finished or not."""
        case = get_case(public_id)
        keying = Keying.posted(FormType(case.form_type), request.POST)
        version = read_id(request.POST.get("version", "")) or 0
        try:
            return self.save(case, keying, version)
        except StaleVersion as stale:
            return self.stale(case, keying, stale)
        except (CannotKey, CannotClaim, OwnRecord) as error:
            return self.page(case, keying, version, status=409, problem=why_not(error))

    def save(self, case: Case, keying: Keying, version: int) -> HttpResponse:
        """Do what the button says that was pressed."""
        wanted = self.request.POST.get("do", "finish")
        who: dict[str, Any] = {"by": actor(self.request), "at": now()}
        if wanted == "child":
            return self.with_another_child(case, keying, version)
        if wanted == "later":
            keep_entry(case_id=case.public_id, answers=keying.answers, version=version, release_claim=True, **who)
            return redirect("staff:worklist")
        if not keying.is_complete():
            return self.page(case, keying, version, status=422)
        form = paper_form(keying.state)
        done = finish_entry(case_id=case.public_id, answers=keying.answers, form=form, version=version, **who)
        return self.onwards(done)

    def onwards(self, case: Case) -> HttpResponse:
        """Go on with the form where this member of staff may; else say what becomes of it."""
        page, permission = ONWARDS.get(CaseState(case.state), ("staff:case-done", Permission.SEE_WORK))
        is_theirs = may(member(self.request), permission)
        return redirect(page if is_theirs else "staff:case-done", public_id=case.public_id)

    def with_another_child(self, case: Case, keying: Keying, version: int) -> HttpResponse:
        """Show the page with a place for one child more; nothing is saved."""
        places = min(len(keying.children) + 1, MOST_CHILDREN)
        roomier = Keying.kept(FormType(case.form_type), keying.answers, children=places)
        return self.page(case, roomier, version, focus=f"id_child-{places}-given_names")

    def stale(self, case: Case, keying: Keying, stale: StaleVersion) -> HttpResponse:
        """Show what somebody else saved beside what is typed here, which may then be saved all the same."""
        theirs = stale.current
        if not isinstance(theirs, CaseEntry) or theirs.finished_at:
            problem = KeyingProblem.NOT_DUE.label
            return self.page(case, keying, theirs.version, status=409, problem=problem)
        # Whoever gets here without having opened the form sees somebody's keying for the first time.
        open_case(case_id=case.public_id, reason="changed meanwhile", by=actor(self.request), at=now())
        changed = Changed(theirs.by.display_name, theirs.saved_at, clashes(keying.answers, theirs.answers))
        return self.page(case, keying, theirs.version, status=409, changed=changed)

    def page(self, case: Case, keying: Keying, version: int, status: int = 200, **extra: Any) -> HttpResponse:
        """Draw the page around what is typed."""
        context = {
            **case_context(case, now()),
            "title": f"{TITLES.get(CaseState(case.state), 'Key form')} {case.reference}",
            "keying": keying,
            "errors": keying.errors,
            "version": version,
            "focus": "",
            "problem": "",
            "changed": None,
            "is_unsaved": self.request.method == "POST",
            **extra,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)
