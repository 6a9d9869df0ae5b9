"""The whole tree on one page: for each question how one gets there, and where each of its answers leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from portal.guidance.applies.addresses import step_url
from portal.guidance.applies.journey import ANSWER
from registry.applicability import QUESTIONS, Answer, Outcome, Question, Taken, Walk, paths, question, walk


@dataclass(frozen=True)
class Line:
    """One answer, and either the end it leads to, with the address of that answer, or the number of a question.

    `anchor` is where links to an end lead: its slug, on one of the lines that lead to it.
    """

    answer: Answer
    outcome: Outcome | None
    anchor: str
    address: str
    next_number: int
    next_question: Question | None


@dataclass(frozen=True)
class Part:
    """One question. `way` is how one gets there: each question is led to by one answer only."""

    number: int
    question: Question
    way: tuple[Taken, ...]
    lines: tuple[Line, ...]


@cache
def parts_of_the_tree() -> tuple[Part, ...]:
    """Return every question, in order; the same as long as this release runs."""
    ways = dict(_ways({}))
    return tuple(_part(number, asked, ways[asked.slug]) for number, asked in enumerate(QUESTIONS, start=1))


def _ways(answers: Mapping[str, str]) -> Iterator[tuple[str, Walk]]:
    walked = walk(answers)
    if walked.open:
        yield walked.open.slug, walked
        for one in walked.open.answers:
            yield from _ways(walked.answers | {walked.open.slug: one.code})


def _part(number: int, asked: Question, way: Walk) -> Part:
    lines = tuple(_line(one, walk(way.answers | {asked.slug: one.code})) for one in asked.answers)
    return Part(number, asked, way.taken, lines)


def _line(one: Answer, walked: Walk) -> Line:
    following = question(one.leads_to)
    number = QUESTIONS.index(following) + 1 if following else 0
    anchor = walked.outcome.slug if walked.outcome and _is_first(walked) else ""
    return Line(one, walked.outcome, anchor, step_url(ANSWER, walked.answers), number, following)


def _is_first(walked: Walk) -> bool:
    """Say whether no way before this one leads to the same end."""
    same = [answers for answers, end in paths() if end == walked.outcome]
    return same[0] == walked.answers
