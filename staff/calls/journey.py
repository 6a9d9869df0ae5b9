"""A call as a journey, as data: the same engine as the website, over the same choice."""

from ndop.journeys import Journey, State, Step
from registry.models import Call, CallState
from staff.calls import forms


def for_somebody_else(state: State) -> bool:
    """True when a parent, an attorney or a deputy is calling."""
    return "for-somebody-else" in state.facts


JOURNEY = Journey(
    "call",
    (
        Step("find", "Find the person", forms.FindForm, fact="found"),
        Step("question", "Identity question", forms.AnswerForm, fact="proved", once=True),
        Step("authority", "The right to choose for somebody else", forms.AuthorityForm, applies=for_somebody_else),
        Step("choice", "Their choice", forms.ChoiceForm),
        Step("confirm-by", "How to confirm it", forms.ConfirmByForm),
        Step("review", "Read this to the caller", forms.ReviewForm, fact="saved"),
    ),
)


def state_of(call: Call) -> State:
    """Say how far a call has come."""
    facts = {
        "found": call.state != CallState.OPEN,
        "proved": call.proved_at is not None,
        "for-somebody-else": bool(call.role),
        "saved": call.change_id is not None or call.state in {CallState.WAITING, CallState.ENDED},
    }
    return State(call.answers, frozenset(name for name, holds in facts.items() if holds))
