"""The pages of the journey. Each parses, makes one call, and answers."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from ndop.journeys import State, Step
from portal.choice import pages, session, submit
from portal.choice.journey import JOURNEY, state_of
from registry.actions.calls.handing_over import HandOverRefused
from registry.models import Draft


class Question(View):
    """One step. GET shows it, POST submits it; nobody jumps ahead and nobody stays behind in another's session."""

    step: Step
    draft: Draft | None
    state: State

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the step and the draft."""
        super().setup(request, *args, **kwargs)
        step = JOURNEY.step(kwargs["slug"])
        if step is None:
            raise Http404
        self.step = step
        self.draft = session.open_draft(request)
        self.state = state_of(self.draft)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send elsewhere whoever may not be here."""
        return self.elsewhere() or super().dispatch(request, *args, **kwargs)

    def elsewhere(self) -> HttpResponseRedirect | None:
        """Return where this visitor belongs instead, or None when it is here."""
        if self.draft is None:
            return None if self.step == JOURNEY.steps[0] else redirect("choice:ended")
        if self.draft.saved_change_id:
            return redirect("choice:saved")
        if not JOURNEY.may_open(self.step, self.state):
            return to_step(JOURNEY.next(self.state))
        return None

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show the question, with the answer given before; a code that was used up is not asked for again."""
        if self.step.once and self.step.is_done(self.state):
            return to_step(JOURNEY.next(self.state))
        return self.page(request, self.step.form(self.state))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Take the answer, or say what is wrong with it."""
        if self.is_of_another_proof(request):
            return submit.changed(request)
        form = self.step.form(self.state, data=request.POST)
        if form.is_valid():
            answered = submit.HANDLERS.get(self.step.slug, submit.keep)(request, self.draft, self.step, form)
            if answered:
                return answered
        return self.page(request, form, status=422)

    def is_of_another_proof(self, request: HttpRequest) -> bool:
        """True when another tab has since asked for a code or proved someone else (T10)."""
        carried = request.POST.get("journey_token", "")
        return self.carries_token() and carried != session.proof_token(self.draft)

    def carries_token(self) -> bool:
        """Every page after the details were sent belongs to that request, and says so."""
        slugs = [step.slug for step in JOURNEY.steps]
        return slugs.index(self.step.slug) >= slugs.index("code")

    def page(self, request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
        """Draw the step."""
        back = JOURNEY.before(self.step, self.state)
        context = {
            "title": self.step.title,
            "form": form,
            "back_url": step_url(back) if back else reverse("pages:start"),
            "journey_token": session.proof_token(self.draft) if self.carries_token() else "",
            "session_timeout": session.timeout(self.draft),
            "assisted": session.return_path(request),
            **pages.extras(self.step, self.draft, self.state),
        }
        return render(request, pages.template(self.step), context, status=status)


class NewCode(Question):
    """Ask for another code with the same details; the old one stops working."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Ask, and answer with the same page whatever happens."""
        return submit.ask_for_code(request, self.draft, self.step, self.step.form(self.state))


class Saved(View):
    """The choice is saved: durable fact, or this page is not shown."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the reference and what happens next."""
        draft = session.open_draft(request)
        if draft is None or draft.saved_change is None:
            return redirect("choice:ended")
        context = {
            "title": pages.SAVED,
            "change": draft.saved_change,
            "session_timeout": session.timeout(draft),
            "assisted": session.return_path(request),
        }
        return render(request, "portal/choice/saved.jinja", context)


class Assisted(View):
    """Contact-centre staff begin the journey for a caller. The token in the address works once, within two minutes."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Say what is about to begin."""
        return render(request, "portal/choice/assisted.jinja", {"title": pages.ASSISTED, "is_refused": False})

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Begin; an older journey of this browser is over."""
        try:
            session.begin_assisted(request, slug)
        except HandOverRefused:
            refused = {"title": pages.HAND_OVER_REFUSED, "is_refused": True}
            return render(request, "portal/choice/assisted.jinja", refused, status=410)
        return to_step(JOURNEY.steps[0])


class Stay(View):
    """One action extends the session."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer 204 while the session goes on, 410 once it is over."""
        return HttpResponse(status=204 if session.open_draft(request) else 410)


class End(View):
    """Finish or sign out: nothing of the journey is left, here or in the browser."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Erase the draft and the session; staff who help a caller go back to the call."""
        back = session.return_path(request)
        session.end(request)
        if back:
            return HttpResponseRedirect(back)
        return session.forget_in_browser(redirect("choice:ended"))


class Ended(View):
    """There is no session, or no longer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say so, without saying whose it was."""
        return render(request, "portal/choice/ended.jinja", submit.context(request, pages.ENDED))


def step_url(step: Step) -> str:
    """Return the path of a step."""
    return reverse("choice:question", args=[step.slug])


def to_step(step: Step) -> HttpResponseRedirect:
    """Send the browser to a step."""
    return HttpResponseRedirect(step_url(step))
