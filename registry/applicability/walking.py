"""From answers to where they lead."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from types import MappingProxyType

from registry.applicability.outcomes import OUTCOMES
from registry.applicability.parts import Answer, Outcome, Question
from registry.applicability.questions import QUESTIONS

VERSION_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Taken:
    """One question with the answer that was given."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Walk:
    """As far as answers lead: either a question is open, or there is an outcome.

    `strays` are slugs of questions that were answered although the other answers do not lead to them, or with an
    answer that does not exist. While there are any the answers contradict each other.
    """

    taken: tuple[Taken, ...]
    open: Question | None
    outcome: Outcome | None
    strays: frozenset[str] = frozenset()

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers that fit together, in the order of the questions."""
        return {step.question.slug: step.answer.code for step in self.taken}

    @property
    def doubtful(self) -> Question:
        """Return the question to ask now, or again: the open one, else the last that was answered."""
        return self.open or self.taken[-1].question


def question(slug: str) -> Question | None:
    """Return the question of that slug, or None."""
    return next((found for found in QUESTIONS if found.slug == slug), None)


def walk(answers: Mapping[str, str]) -> Walk:
    """Follow answers, given as codes by the slugs of questions, from the first question on. Never raises."""
    asked, taken = QUESTIONS[0], list[Taken]()
    while answer := asked.find(answers.get(asked.slug, "")):
        taken.append(Taken(asked, answer))
        following = question(answer.leads_to)
        if following is None:
            return Walk(tuple(taken), None, OUTCOMES[answer.leads_to], _strays(answers, taken))
        asked = following
    return Walk(tuple(taken), asked, None, _strays(answers, taken))


def outcome(answers: Mapping[str, str]) -> Outcome | None:
    """Return what the answers lead to; None while a question is open or answers contradict each other."""
    walked = walk(answers)
    return None if walked.strays else walked.outcome


@cache
def paths() -> tuple[tuple[Mapping[str, str], Outcome], ...]:
    """Return every way through, each with its answers in order and its outcome; in the order of the questions."""
    return tuple(_paths({}))


def _paths(answers: Mapping[str, str]) -> Iterator[tuple[Mapping[str, str], Outcome]]:
    walked = walk(answers)
    if walked.outcome:
        yield MappingProxyType(walked.answers), walked.outcome
    for answer in walked.open.answers if walked.open else ():
        yield from _paths(walked.answers | {walked.doubtful.slug: answer.code})


def version() -> str:
    """Return a short digest of the whole tree, words and all: another tree has another one."""
    tree = {"questions": list(map(asdict, QUESTIONS)), "outcomes": list(map(asdict, OUTCOMES.values()))}
    return sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:VERSION_LENGTH]


def _strays(answers: Mapping[str, str], taken: list[Taken]) -> frozenset[str]:
    known = {found.slug for found in QUESTIONS}
    return frozenset(known & answers.keys()) - {step.question.slug for step in taken}
