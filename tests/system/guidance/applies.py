"""The tool that says whether the opt-out applies: each of its pages, and each kind of answer."""

from django.urls import reverse

from tests.system.state import State

TO_BASIS = {"care": "no", "subject": "health", "identifiable": "yes", "source": "england"}
ENDS = {
    "applies": TO_BASIS | {"basis": "s251", "exempt": "cag", "decision": "no"},
    "does-not-apply": {"care": "own"},
    "ask": TO_BASIS | {"basis": "law", "law": "may"},
}


def query(answers: dict[str, str]) -> str:
    return "?" + "&".join(f"{slug}={code}" for slug, code in answers.items())


def question(slug: str, answers: dict[str, str]) -> str:
    return reverse("guidance:applies-question", args=[slug]) + query(answers)


def ended(kind: str) -> State:
    return State(
        f"guidance-applies-{kind}",
        "guidance:applies-answer",
        lambda _: reverse("guidance:applies-answer") + query(ENDS[kind]),
    )


def record(_: object) -> str:
    return reverse("guidance:applies-record") + query(ENDS["applies"])


STATES = (
    State("guidance-applies", "guidance:applies", lambda _: reverse("guidance:applies")),
    State("guidance-applies-question", "guidance:applies-question", lambda _: question("care", {})),
    State(
        "guidance-applies-question-why",
        "guidance:applies-question",
        lambda _: question("basis", TO_BASIS | {"basis": "law", "why": "contradiction"}),
    ),
    State(
        "guidance-applies-question-empty",
        "guidance:applies-question",
        lambda _: question("exempt", TO_BASIS | {"basis": "s251"}),
        fill={},
        status=422,
    ),
    *map(ended, ENDS),
    State("guidance-applies-table", "guidance:applies-table", lambda _: reverse("guidance:applies-table")),
    State("guidance-applies-record", "guidance:applies-record", record),
    State(
        "guidance-applies-record-wrong",
        "guidance:applies-record",
        record,
        fill={"organisation": "Anytown Hospitals", "use": "हिन्दी", "reference": "D 1"},
        status=422,
    ),
)
