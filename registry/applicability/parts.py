"""What the tree is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the tool can say."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does-not-apply"
    ASK = "ask"

    @property
    def words(self) -> str:
        """Return it as people say it."""
        return WORDS[self]


WORDS = {
    Verdict.APPLIES: "The opt-out applies",
    Verdict.DOES_NOT_APPLY: "The opt-out does not apply",
    Verdict.ASK: "Ask your Caldicott Guardian",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do now. `page` is a page of the guidance by its address, such as "organisations/five-steps"."""

    words: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One end of the tree. `because` completes the sentence that the verdict begins; `rule` names what it rests on."""

    slug: str
    verdict: Verdict
    topic: str
    because: str
    reason: str
    rule: str
    next_steps: tuple[NextStep, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a short code that stands in addresses, and the slug of the question or outcome that it leads to."""

    code: str
    words: str
    leads_to: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `label` heads its answer in lists; `help` stands under it, and `more` can be opened."""

    slug: str
    label: str
    title: str
    help: str
    answers: tuple[Answer, ...]
    more: tuple[str, ...] = ()

    def find(self, code: str) -> Answer | None:
        """Return the answer of that code, or None."""
        return next((answer for answer in self.answers if answer.code == code), None)
