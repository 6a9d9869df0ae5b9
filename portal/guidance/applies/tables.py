"""The whole tree on one page: for each question how one gets there, and where each of its answers leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.guidance.applies.addresses import step_url
from portal.guidance.applies.journey import ANSWER
from registry.applicability import QUESTIONS, Answer, Outcome, Question, Taken, Walk, question, walk


@dataclass(frozen=True)
class Line:
    """One answer, and either the end it leads to, with the address of that answer, or the number of a question."""

    answer: Answer
    outcome: Outcome | None
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


def parts_of_the_tree() -> tuple[Part, ...]:
    """Return every question, in order."""
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
    return Line(one, walked.outcome, step_url(ANSWER, walked.answers), number, following)
