"""What a step's page shows beside its form."""

from collections.abc import Callable
from typing import Any, cast

from ndop.journeys import State, Step
from portal.choice.journey import JOURNEY
from registry.models import Draft
from registry.queries.preferences import current_preference

CHANGED = "Your details changed on another page"
CANNOT_SAVE = "We cannot save your choice here"
SAVED = "Your choice is saved"
ENDED = "Your session has ended"
ASSISTED = "Go through the website with a caller"
HAND_OVER_REFUSED = "This page has run out"


def template(step: Step) -> str:
    """Return the step's own template, or the one that all plain questions share."""
    return f"portal/choice/{step.slug}.jinja" if step.slug in EXTRAS else "portal/choice/question.jinja"


def extras(step: Step, draft: Draft | None, state: State) -> dict[str, Any]:
    """Return what the step's template shows beside the form."""
    found = EXTRAS.get(step.slug)
    return found(cast("Draft", draft), state) if found else {}


def _identity_rows(_draft: Draft, state: State) -> dict[str, Any]:
    return {"rows": [row for row in JOURNEY.rows(state) if row.step.settles_identity]}


def _code(_draft: Draft, state: State) -> dict[str, Any]:
    return {"channel": state.answers["code-by"]["code_by"]}


def _choice(draft: Draft, _state: State) -> dict[str, Any]:
    number = draft.proved_nhs_number
    return {"current": current_preference(number) if number else None}


def _review(draft: Draft, state: State) -> dict[str, Any]:
    rows = [row for row in JOURNEY.rows(state) if not row.step.settles_identity]
    return {
        "rows": rows,
        "status": state.answers["choice"]["choice"],
        "channel": draft.proved_channel,
        "contact": draft.proved_contact,
        "submission": draft.submission_key,
    }


def _nothing(_draft: Draft | None, _state: State) -> dict[str, Any]:
    return {}


EXTRAS: dict[str, Callable[[Draft, State], dict[str, Any]]] = {
    "name": _nothing,
    "nhs-number": _nothing,
    "check-your-answers": _identity_rows,
    "code": _code,
    "choice": _choice,
    "review": _review,
}
