"""What each submitted step does: one call into the registry, then where to go. None means: show the form's errors."""

from collections.abc import Callable
from typing import cast

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ndop.errors import service_unavailable
from ndop.journeys import Step
from portal.choice import pages, session
from portal.choice.journey import JOURNEY, identity_details, state_of
from registry import clock, policies
from registry.actions import choices, drafts, identity
from registry.actions.person_views import OwnRecord
from registry.gateways.directory import DirectoryUnavailable, PersonNotFound
from registry.models import Draft, MessageChannel
from registry.parties import PATIENT, VISITOR

Handler = Callable[[HttpRequest, Draft | None, Step, Form], HttpResponse | None]
CODE_REFUSED = "That security code is not right, or it has run out. Check it and try again, or get a new code"


def keep(request: HttpRequest, draft: Draft | None, step: Step, form: Form) -> HttpResponse:
    """Keep an answer and go to the first question without one."""
    draft = draft or session.begin(request)
    try:
        kept = drafts.keep_answer(
            draft_id=draft.pk,
            step=step.slug,
            answer=step.raw(form),
            settles_identity=step.settles_identity,
            proved_at=draft.proved_at,
        )
    except drafts.ProofChanged:
        return changed(request)
    except drafts.DraftEnded:
        return redirect("choice:ended")
    return redirect("choice:question", JOURNEY.next(state_of(kept)).slug)


def ask_for_code(request: HttpRequest, draft: Draft | None, step: Step, form: Form) -> HttpResponse:
    """Write the request down and answer at once, the same for everyone (T01, T02)."""
    del step, form
    state = state_of(draft)
    try:
        identity.request_code(
            draft_id=cast("Draft", draft).pk,
            details=identity_details(state),
            channel=MessageChannel(state.answers["code-by"]["code_by"]),
            network=network_of(request, cast("Draft", draft)),
            by=VISITOR,
            at=clock.now(),
        )
    except drafts.DraftEnded:
        return redirect("choice:ended")
    return redirect("choice:question", "code")


def network_of(request: HttpRequest, draft: Draft) -> str:
    """Return whom the limits of networks count: each call by itself, for a contact centre has one address for all."""
    if draft.assisted_call_id:
        return f"call {draft.assisted_call_id}"
    network: str = request.client_network  # type: ignore[attr-defined]  # set by ClientAddressMiddleware
    return network


def prove(request: HttpRequest, draft: Draft | None, step: Step, form: Form) -> HttpResponse | None:
    """Prove the code; a new session key belongs to the proved person (T11)."""
    del step
    draft = cast("Draft", draft)
    try:
        identity.prove_code(draft_id=draft.pk, code=form.cleaned_data["code"], by=VISITOR, at=clock.now())
    except identity.CodeRefused:
        form.add_error("code", CODE_REFUSED)
        return None
    except drafts.DraftEnded:
        return redirect("choice:ended")
    if not session.return_path(request):  # a member of staff who helps a caller stays who they are
        request.session.cycle_key()
    return redirect("choice:question", "choice")


def save(request: HttpRequest, draft: Draft | None, step: Step, form: Form) -> HttpResponse:
    """Save the choice once; the repeat of a post ends on the same page as the first."""
    del step, form
    draft = cast("Draft", draft)
    key = request.POST.get("submission", "")
    try:
        saved = choices.save_choice(draft_id=draft.pk, submission_key=key, by=PATIENT, at=clock.now())
    except (choices.ReviewIsStale, choices.NotProved):
        return changed(request)
    except (policies.CannotChoose, OwnRecord, PersonNotFound):
        # The record has changed since the code was sent; which way is nobody's business but theirs.
        return render(request, "portal/choice/cannot-save.jinja", context(request, pages.CANNOT_SAVE), status=409)
    except drafts.DraftEnded:
        saved = None
    except DirectoryUnavailable:
        return service_unavailable(request)
    return redirect("choice:saved" if saved else "choice:ended")


def context(request: HttpRequest, title: str) -> dict[str, str]:
    """Return what every page of the journey is drawn with."""
    return {"title": title, "assisted": session.return_path(request)}


def changed(request: HttpRequest) -> HttpResponse:
    """Say that the page is older than the answers, and that nothing came of it."""
    return render(request, "portal/choice/changed.jinja", context(request, pages.CHANGED), status=409)


HANDLERS: dict[str, Handler] = {"check-your-answers": ask_for_code, "code": prove, "review": save}
