"""A choice that someone made by phone for somebody else, for a second member of staff to look at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from registry.actions.calls.approving import approve_choice, refuse_choice
from registry.actions.calls.viewing import open_waiting_call
from registry.clock import now
from registry.correspondence.wording import choice_words
from registry.models import Evidence
from registry.permissions import Permission
from registry.policies import CannotChoose
from registry.queries.calls import waiting_calls
from staff.calls.pages import CALLER_WORDS, CallView, draw
from staff.pages import actor

TITLE = "A choice made by phone for somebody else"


class ApprovalList(View):
    """Choices that wait, without those that one took oneself. The list names nobody."""

    permission = Permission.CHECK

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, oldest first."""
        calls = list(waiting_calls(by=actor(request)))
        return draw(request, "approval-list", title="Phone choices to approve", calls=calls, caller_words=CALLER_WORDS)


class Approval(CallView):
    """One of them. Whoever took the call cannot open it here (T18)."""

    permission = Permission.CHECK

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show what was said and by what right."""
        return self._page(request)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Record the choice, or end the call without it."""
        decide = {"approve": approve_choice, "refuse": refuse_choice}.get(request.POST.get("decision", ""))
        if decide is None:
            return self._page(request, status=422)
        try:
            decide(call_id=self.call_id, by=actor(request), at=now())
        except CannotChoose:
            return self._page(request, status=409, cannot=True)
        return redirect("staff:call-approval-list")

    def _page(self, request: HttpRequest, *, status: int = 200, cannot: bool = False) -> HttpResponse:
        opened = open_waiting_call(call_id=self.call_id, by=actor(request), at=now())
        call = opened.call
        return draw(
            request,
            "approval",
            title=TITLE,
            call=call,
            person=opened.person,
            caller_words=CALLER_WORDS[call.role],
            evidence=Evidence(call.caller["authority"]).label,
            words=choice_words(call.answers["choice"]["choice"]),
            cannot=cannot,
            status=status,
        )
