"""Giving work to people."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from registry.actions.assignments import Assigned, CannotAssign, assign_cases, reassign_all
from registry.clock import now
from registry.permissions import Permission
from registry.queries.colleagues import burden, colleagues
from staff.pages import actor, staff_context
from staff.work.forms import PICK_SOMEONE, AssignForm, ReassignForm, taker
from staff.work.worklist_views import worklist_context, worklist_url


class Assign(View):
    """Give the ticked forms, or all on the page, to somebody or back to nobody. The list's address says its filters."""

    permission = Permission.ASSIGN

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AssignForm(request.POST, people=colleagues())
        if form.is_valid():
            try:
                return self._assign(request, form)
            except CannotAssign:
                form.add_error("to", PICK_SOMEONE)
        context = {**staff_context(request), **worklist_context(request, form)}
        return render(request, "staff/work/worklist.jinja", context, status=422)

    def _assign(self, request: HttpRequest, form: AssignForm) -> HttpResponse:
        chosen = form.cleaned_data
        done = assign_cases(public_ids=chosen["public_ids"], to=taker(chosen["to"]), by=actor(request), at=now())
        return _back_to_list(request, done)


class Reassign(View):
    """Give everything of one person to another, once a page has said how much that is."""

    permission = Permission.ASSIGN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(request, ReassignForm(people=colleagues()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReassignForm(request.POST, people=colleagues())
        if not form.is_valid():
            return self._ask(request, form, status=422)
        if "confirmed" not in request.POST:
            return self._confirm(request, form)
        try:
            of, to = UUID(form.cleaned_data["of"]), taker(form.cleaned_data["to"])
            done = reassign_all(of=of, to=to, by=actor(request), at=now())
        except CannotAssign:
            form.add_error("to", PICK_SOMEONE)
            return self._ask(request, form, status=422)
        return _back_to_list(request, done)

    def _ask(self, request: HttpRequest, form: ReassignForm, status: int = 200) -> HttpResponse:
        return self._page(request, "reassign", status, form=form)

    def _confirm(self, request: HttpRequest, form: ReassignForm) -> HttpResponse:
        names = dict(form.fields["to"].choices)  # type: ignore[attr-defined] # of a ChoiceField
        chosen = form.cleaned_data
        return self._page(
            request,
            "reassign-confirm",
            burden=burden(UUID(chosen["of"])),
            to_name=names[chosen["to"]],
            is_nobody=taker(chosen["to"]) is None,
            chosen=chosen,
        )

    @staticmethod
    def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, f"staff/work/{name}.jinja", {**staff_context(request), **context}, status=status)


def _back_to_list(request: HttpRequest, done: Assigned) -> HttpResponse:
    left = {"left": str(done.left)} if done.left else {}
    return redirect(worklist_url(request, assigned=str(done.changed), **left))
