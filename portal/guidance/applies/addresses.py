"""Addresses that carry answers, and where an address that does not hold together leads."""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse

from ndop.journeys import Step
from portal.guidance.applies.journey import ANSWER, JOURNEY, state_of
from registry.applicability import Walk

WHY = "why"


class Why(StrEnum):
    """Why somebody is on this page and not on the one whose address they followed."""

    MISSING = "missing"
    CONTRADICTION = "contradiction"
    NOT_ASKED = "not-asked"

    @property
    def words(self) -> str:
        """Return it for the top of the page."""
        return WORDS[self]


WORDS = {
    Why.MISSING: "The address you followed leaves out an answer. Answer this question to go on.",
    Why.CONTRADICTION: "Some answers in the address you followed do not fit together. Check your answer here.",
    Why.NOT_ASKED: "The address you followed leads to a question that your answers do not need. They lead here.",
}


def step_url(step: Step, answers: Mapping[str, str], **more: str) -> str:
    """Return the address of a step with these answers."""
    asks = step is not ANSWER
    path = reverse("guidance:applies-question", args=[step.slug]) if asks else reverse("guidance:applies-answer")
    return with_query(path, {**answers, **more})


def with_query(path: str, answers: Mapping[str, str]) -> str:
    """Return a path with answers after it."""
    return f"{path}?{urlencode(answers)}" if answers else path


def elsewhere(step: Step, walked: Walk) -> str:
    """Return where this address leads instead of to `step`; empty when it may be opened.

    Answers that contradict each other lead to the question where they part, a missing one to its own question.
    """
    state = state_of(walked.answers)
    if walked.strays:
        doubtful = JOURNEY.step(walked.doubtful.slug)
        assert doubtful is not None
        return step_url(doubtful, walked.answers, why=Why.CONTRADICTION)
    if JOURNEY.may_open(step, state):
        return ""
    found = JOURNEY.next(state)
    return step_url(found, walked.answers, why=Why.NOT_ASKED if found is ANSWER else Why.MISSING)


def said_why(text: str) -> str:
    """Return the words for what an address gives as `why`; none when it is not one of ours."""
    return Why(text).words if text in set(Why) else ""
