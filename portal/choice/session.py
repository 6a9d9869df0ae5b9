"""Which draft belongs to this browser, and how it ends."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from registry.actions import drafts
from registry.actions.calls import handing_over
from registry.clock import now
from registry.models import Draft

KEY = "draft"
# Set while contact-centre staff go through the website for a caller, in the browser that holds their own session:
# where they go back to.
RETURN = "assisted_return"
FORGET_EVERYTHING = '"cache", "cookies", "storage"'


def open_draft(request: HttpRequest) -> Draft | None:
    """Return this browser's draft and move its idle limit on; None when there is none or it has ended."""
    draft_id = request.session.get(KEY)
    return drafts.resume_draft(draft_id=draft_id) if draft_id else None


def begin_assisted(request: HttpRequest, token: str) -> None:
    """Open a caller's draft beside what this browser holds. Raises HandOverRefused."""
    journey = handing_over.begin_assisted(token=token, at=now())
    drop(request)
    request.session[KEY] = str(journey.draft.pk)
    request.session[RETURN] = journey.return_path


def return_path(request: HttpRequest) -> str:
    """Return the path of the call that this journey is part of, or an empty string: most are not."""
    path: str = request.session.get(RETURN, "")
    return path


def begin(request: HttpRequest) -> Draft:
    """Open a draft in a new session: whatever this browser held before is gone."""
    end(request)
    draft = drafts.start_draft()
    request.session[KEY] = str(draft.pk)
    return draft


def end(request: HttpRequest) -> None:
    """Erase the draft and the session; the session of staff who help a caller stays theirs."""
    was_assisted, held_a_draft = bool(return_path(request)), KEY in request.session
    drop(request)
    if held_a_draft and not was_assisted:
        request.session.flush()


def drop(request: HttpRequest) -> None:
    """Erase the draft, and of the session only what belongs to it."""
    draft_id = request.session.get(KEY)
    if draft_id:
        drafts.end_draft(draft_id=draft_id)
        del request.session[KEY]
    if RETURN in request.session:
        del request.session[RETURN]


def forget_in_browser(response: HttpResponse) -> HttpResponse:
    """Ask the browser to drop its copies, for the next person at a shared computer (trust.md T13)."""
    response["Clear-Site-Data"] = FORGET_EVERYTHING
    return response


def proof_token(draft: Draft | None) -> str:
    """Return what pages after the identity step carry, so that a page of an earlier person is refused (T10)."""
    if draft is None:
        return ""
    if draft.proved_at:
        return draft.proved_at.isoformat()
    return str(draft.identity_check_id or "")


@dataclass(frozen=True)
class Timeout:
    """What the page's warning needs to know (trust.md A16)."""

    idle_seconds: int
    warning_seconds: int
    hard_seconds: int
    extend_url: str
    end_url: str


def timeout(draft: Draft | None) -> Timeout | None:
    """Return the limits of this draft; the hard one as what is left of it."""
    if draft is None:
        return None
    left: timedelta = settings.DRAFT_HARD - (draft.last_seen_at - draft.started_at)
    return Timeout(
        idle_seconds=int(settings.DRAFT_IDLE.total_seconds()),
        warning_seconds=int(settings.DRAFT_WARNING.total_seconds()),
        hard_seconds=max(int(left.total_seconds()), 0),
        extend_url=reverse("choice:stay"),
        end_url=reverse("choice:end"),
    )
