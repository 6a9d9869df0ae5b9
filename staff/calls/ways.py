"""What else may come of a call: a form, a link, the website together, a call back, notes, and the end."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from registry.actions.calls import handing_over, opening, sending
from registry.clock import now
from registry.correspondence.forms import FormVariant
from registry.models import CallOutcome, CallState, FormType, ProxyRole
from registry.queries.calls import call_back_slots
from staff.calls.forms import CallBackForm, EndForm, NotesForm, SendFormForm
from staff.calls.pages import CallView
from staff.pages import actor

FORM_OF = {
    "": FormType.SELF,
    ProxyRole.GUARDIAN: FormType.CHILDREN,
    ProxyRole.POWER_OF_ATTORNEY: FormType.ADULT_DEPENDANT,
    ProxyRole.COURT_DEPUTY: FormType.ADULT_DEPENDANT,
}
NO_ADDRESS = "There is no address on the record. Read out the website's address, or ask them to call their GP practice"


class Notes(CallView):
    """Notes are kept at any time."""

    shows = "notes"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show what is kept."""
        del request
        return self.page("notes", title="Notes", form=NotesForm(initial={"notes": self.opened.call.notes}))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Keep them and go back to the call."""
        form = NotesForm(request.POST)
        if not form.is_valid():
            return self.page("notes", title="Notes", form=form)
        opening.keep_notes(call_id=self.call_id, notes=form.cleaned_data["notes"], by=actor(request), at=now())
        return redirect("staff:call", self.call_id)


class SendForm(CallView):
    """A paper form to the address on the record, which nobody here sees or changes."""

    shows = "form"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Ask which form."""
        del request
        call = self.opened.call
        first = {"form_type": FORM_OF[call.role], "variant": FormVariant.STANDARD}
        return self._page(SendFormForm(initial=first))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Send it once."""
        form = SendFormForm(request.POST)
        if form.is_valid():
            chosen = form.cleaned_data
            kind, variant = FormType(chosen["form_type"]), FormVariant(chosen["variant"])
            try:
                sending.send_form(call_id=self.call_id, form_type=kind, variant=variant, by=actor(request), at=now())
            except sending.NoWayThere:
                form.add_error("form_type", NO_ADDRESS)
            else:
                return redirect("staff:call-end", self.call_id)
        return self._page(form)

    def _page(self, form: SendFormForm) -> HttpResponse:
        can_send = self.opened.call.state in sending.FOUND
        return self.page("form", title="Send a form", form=form, can_send=can_send)


class SendLink(CallView):
    """A text with the address of the website, to the number on the record."""

    shows_person = False
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Send it once."""
        try:
            sending.send_link(call_id=self.call_id, by=actor(request), at=now())
        except sending.NoWayThere:
            return redirect("staff:call", self.call_id)
        return redirect("staff:call-end", self.call_id)


class HandOver(CallView):
    """The website together with the caller, in this browser."""

    shows_person = False
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Make a token that works once and go to the website with it."""
        back = reverse("staff:call", args=[self.call_id])
        token = handing_over.hand_over(call_id=self.call_id, return_path=back, by=actor(request), at=now())
        return redirect("choice:assisted", token)


class CallBack(CallView):
    """A time at which someone calls back."""

    shows = "call back"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Ask when and where."""
        del request
        return self.page("call-back", title="Arrange a call back", form=CallBackForm(slots=call_back_slots(now())))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Write the task down."""
        form = CallBackForm(request.POST, slots=call_back_slots(now()))
        if not form.is_valid():
            return self.page("call-back", title="Arrange a call back", form=form)
        asked = form.cleaned_data
        sending.arrange_call_back(
            call_id=self.call_id,
            due_at=datetime.fromisoformat(asked["slot"]),
            number=asked["number"],
            about=asked["about"],
            by=actor(request),
            at=now(),
        )
        return redirect("staff:call-end", self.call_id)


class EndCall(CallView):
    """The end, with what came of it."""

    shows = "end"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Ask what came of the call."""
        del request
        call = self.opened.call
        if call.state in {CallState.ENDED, CallState.WAITING}:
            return redirect("staff:call", self.call_id)
        outcomes = opening.outcomes_of(call)
        form = EndForm(outcomes=outcomes, initial={"outcome": opening.likely_outcome(call)})
        return self.page("end", title="End the call", form=form, sent=call.answers.get("sent", {}))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """End it."""
        call = self.opened.call
        form = EndForm(request.POST, outcomes=opening.outcomes_of(call))
        if call.state != CallState.ENDED and not form.is_valid():
            return self.page("end", title="End the call", form=form, sent=call.answers.get("sent", {}))
        if call.state != CallState.ENDED:
            outcome = CallOutcome(form.cleaned_data["outcome"])
            opening.end_call(call_id=self.call_id, outcome=outcome, by=actor(request), at=now())
        return redirect("staff:call-list")
