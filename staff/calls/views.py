"""The list of calls, a new call, and where a call stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from registry.actions.calls.finding import Refusal
from registry.actions.calls.opening import outcomes_of, start_call
from registry.clock import now
from registry.models import Call, CallReason, CallState
from registry.permissions import Permission
from registry.queries.calls import my_calls
from staff.calls.forms import StartForm
from staff.calls.journey import JOURNEY, state_of
from staff.calls.pages import CALLER_WORDS, CallView, draw
from staff.pages import actor


class CallList(View):
    """One's own calls. They name nobody."""

    permission = Permission.TAKE_CALLS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the open ones, then the last that ended."""
        calls = my_calls(by=actor(request))
        ended = {CallState.ENDED, CallState.WAITING}
        return draw(
            request,
            "list",
            title="Calls",
            going_on=[call for call in calls if call.state not in ended],
            ended=[call for call in calls if call.state in ended],
            caller_words=CALLER_WORDS,
        )


class StartCall(View):
    """A new call."""

    permission = Permission.TAKE_CALLS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask why they call and who they are."""
        return draw(request, "start", title="Start a call", form=StartForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the call and go on to finding the person."""
        form = StartForm(request.POST)
        if not form.is_valid():
            return draw(request, "start", title="Start a call", form=form, status=422)
        reason = CallReason(form.cleaned_data["reason"])
        call = start_call(reason=reason, role=form.role, by=actor(request), at=now())
        return redirect("staff:call-step", call.public_id, "find")


class CallDetail(CallView):
    """Where a call stands: at its next step, or at an end."""

    def get(self, request: HttpRequest, **_: object) -> HttpResponse:
        """Lead to the next step; show what came of it when there is none."""
        del request
        call = self.opened.call
        if call.state in {CallState.OPEN, CallState.ASKING} or (call.state == CallState.PROVED and not call.change_id):
            return redirect("staff:call-step", call.public_id, JOURNEY.next(state_of(call)).slug)
        if call.state == CallState.REFUSED:
            return self.page("refused", title="Identity not proved", why=why_refused(call))
        if call.state == CallState.PROVED:
            return self.page("saved", title="The choice is saved", change=call.change, outcomes=outcomes_of(call))
        titles = {CallState.WAITING: "A second person will look at this choice", CallState.ENDED: "This call has ended"}
        return self.page("ended", title=titles[CallState(call.state)], change=call.change)


def why_refused(call: Call) -> Refusal:
    """Return why identity was not proved: what the look-up found, or else the answers."""
    return Refusal(call.answers.get("refused", {}).get("why", Refusal.WRONG_ANSWERS))
