"""The steps of a call. Each parses, makes one call into the registry, and answers."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ndop.journeys import Step
from registry.actions.calls import asking, choosing, finding
from registry.clock import now
from registry.correspondence.wording import choice_words
from registry.matching import IdentityDetails
from registry.models import CallState
from registry.policies import CannotChoose
from registry.queries.calls import open_question
from staff.calls.journey import JOURNEY, state_of
from staff.calls.pages import CallView, Handler
from staff.pages import actor

STALE = "The answers changed after this page was made. Read it to the caller again"
NO_EVIDENCE = "We have no accepted form with this reference, in this name, that proves the right to choose"
NOT_NOW = "This choice cannot be saved: something on the record has changed since the call began"


class CallStep(CallView):
    """One step. GET shows it, POST takes what the caller says; nobody jumps ahead."""

    step: Step

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the step."""
        super().setup(request, *args, **kwargs)
        step = JOURNEY.step(kwargs["slug"])
        if step is None:
            raise Http404
        self.step = step
        self.shows = step.slug

    def elsewhere(self) -> HttpResponse | None:
        """Return where this call belongs instead, or None when it is here."""
        call = self.opened.call
        is_at_work = call.state in {CallState.OPEN, CallState.ASKING, CallState.PROVED} and not call.change_id
        if is_at_work and JOURNEY.may_open(self.step, state_of(call)) and not self._is_over():
            return None
        return redirect("staff:call", call.public_id)

    def _is_over(self) -> bool:
        """Finding the person and proving who they are cannot be done again."""
        return self.step.slug in {"find", "question"} and self.step.is_done(state_of(self.opened.call))

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show the step, with what was said before."""
        del request
        return self.elsewhere() or self.step_page(self.form(None))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Take what the caller says, or show what is wrong with it."""
        form = self.form(request.POST)
        if away := self.elsewhere():
            return away
        if form.is_valid():
            answered = HANDLERS[self.step.slug](self, form)
            if answered:
                return answered
        return self.step_page(form)

    def form(self, data: Any) -> Form:
        """Return the step's form; names of the record stand in no form before the proof."""
        options: dict[str, Any] = {}
        if self.step.slug == "authority":
            options = {"role": self.opened.call.role}
        if self.step.slug == "confirm-by":
            options = {"ways": self.opened.person.ways if self.opened.person else ()}
        if self.step.slug in {"find", "question", "authority"} and data is None:
            return self.step.form_class(**options)
        return self.step.form(state_of(self.opened.call), data=data, **options)

    def step_page(self, form: Form, **context: Any) -> HttpResponse:
        """Draw the step."""
        extras = EXTRAS.get(self.step.slug, nothing)(self)
        return self.page(self.step.slug, form=form, **{"title": self.step.title, **extras, **context})

    def to_next(self) -> HttpResponse:
        """Go to wherever the call is now."""
        return redirect("staff:call", self.call_id)


def find(view: CallStep, form: Form) -> HttpResponse | None:
    """Look the person up; an obstacle is shown with what to do about it."""
    asked = form.cleaned_data
    details = IdentityDetails(
        given_name=asked["given_name"],
        family_name=asked["family_name"],
        date_of_birth=asked["date_of_birth"],
        nhs_number=asked["nhs_number"] or None,
        postcode=asked["postcode"],
    )
    try:
        finding.find_person(call_id=view.call_id, details=details, by=actor(view.request), at=now())
    except finding.CannotGoOn as error:
        form.add_error("given_name", error.obstacle.label)
        return view.step_page(form, obstacle=error.obstacle.value)
    return view.to_next()


def answer(view: CallStep, form: Form) -> HttpResponse:
    """Compare an answer; the next page says only whether it was right."""
    turn = view.request.POST.get("turn", "")
    asking.answer_question(
        call_id=view.call_id,
        turn=int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 3 else 0,  # noqa: PLR2004 - two digits
        typed=form.cleaned_data["answer"],
        by=actor(view.request),
        at=now(),
    )
    return view.to_next()


def authority(view: CallStep, form: Form) -> HttpResponse | None:
    """Keep who acts for the person, if we hold the proof."""
    try:
        choosing.name_proxy(call_id=view.call_id, **form.cleaned_data, by=actor(view.request), at=now())
    except choosing.NoEvidence:
        form.add_error("case_reference", NO_EVIDENCE)
        return view.step_page(form, no_evidence=True)
    return view.to_next()


def keep(view: CallStep, form: Form) -> HttpResponse:
    """Keep an answer."""
    answer_ = view.step.raw(form)
    choosing.keep_answer(call_id=view.call_id, step=view.step.slug, answer=answer_, by=actor(view.request), at=now())
    return view.to_next()


def save(view: CallStep, form: Form) -> HttpResponse | None:
    """Save the choice once; the repeat of a post ends on the same page as the first."""
    token = view.request.POST.get("submission", "")
    try:
        choosing.save_call_choice(call_id=view.call_id, token=token, by=actor(view.request), at=now())
    except choosing.NotReady:
        form.add_error(None, STALE)
        return view.step_page(form, status=409)
    except CannotChoose:
        form.add_error(None, NOT_NOW)
        return view.step_page(form, status=409)
    return view.to_next()


def nothing(_view: CallStep) -> dict[str, Any]:
    """A step that shows its form and no more."""
    return {}


def _question(view: CallStep) -> dict[str, Any]:
    call = view.opened.call
    return {
        "title": open_question(call).label,
        "turn": len(call.questions),
        "right_needed": settings.RIGHT_ANSWERS_PROVE,
        "wrong_allowed": settings.WRONG_ANSWERS_END_CALL,
    }


def _review(view: CallStep) -> dict[str, Any]:
    call, person = view.opened.call, view.opened.person
    assert person is not None
    status, way = call.answers["choice"]["choice"], call.answers["confirm-by"]["confirm_by"]
    return {
        "chosen": status,
        "words": choice_words(status),
        "way": dict(person.ways).get(way, ""),
        "submission": choosing.review_token(call),
    }


EXTRAS = {"question": _question, "review": _review}
HANDLERS: dict[str, Handler] = {
    "find": find,
    "question": answer,
    "authority": authority,
    "choice": keep,
    "confirm-by": keep,
    "review": save,
}
