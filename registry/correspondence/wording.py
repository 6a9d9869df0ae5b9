"""Which words stand for which choice: the one place, so that no channel can swap them.

Every channel lays out what this module says and adds no sentence about the choice of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.conf import settings

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.printable import one_line

# A choice takes effect in data releases within 21 days (published commitment of the national data opt-out).
TAKES_EFFECT_WITHIN = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """What a confirmation says of one choice."""

    answer: str  # exactly as on the page where the choice is made
    meaning: str


CHOICES: Mapping[str, ChoiceWords] = MappingProxyType(
    {
        "opted_out": ChoiceWords(
            answer="No, do not allow",
            meaning="Your confidential patient information must not be used for research and planning.",
        ),
        "allowed": ChoiceWords(
            answer="Yes, allow",
            meaning="Your confidential patient information can be used for research and planning.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a letter or an email: a paragraph, and a list below it where there are `points`."""

    heading: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmationWords:
    """The whole confirmation, in the order in which it is read."""

    name: str
    reference: str
    written_on: str
    choice: str
    meaning: str
    sections: tuple[Section, ...]


def choice_words(status: str) -> ChoiceWords:
    """Answer the words for a status; raise `ValueError` for one that has none."""
    try:
        return CHOICES[status]
    except KeyError:
        raise ValueError(f"no wording for the status {status!r}") from None


def choice_line(c: Confirmation) -> str:
    """Say the choice in one line, such as "You chose: Yes, allow"."""
    who = "Chosen for you" if c.by_proxy else "You chose"
    return f"{who}: {choice_words(c.status).answer}"


def confirmation_words(c: Confirmation) -> ConfirmationWords:
    """Answer all words of a confirmation; raise `ValueError` for an unknown status."""
    return ConfirmationWords(
        name=one_line(c.name),
        reference=one_line(c.reference),
        written_on=in_words(c.recorded_on),
        choice=choice_line(c),
        meaning=choice_words(c.status).meaning,
        sections=(_when(c), _change(c), _not_you(), _covers(), _stays_the_same(), _other_choices()),
    )


def in_words(day: date) -> str:
    """Write a date as people do: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _when(c: Confirmation) -> Section:
    who = ("Someone who may act for you made this choice.",) if c.by_proxy else ()
    made = (f"The choice was made on {in_words(c.decided_on)}.",) if c.decided_on != c.recorded_on else ()
    saved = (
        f"We saved it on {in_words(c.recorded_on)}.",
        f"It can take up to {TAKES_EFFECT_WITHIN.days} days to work everywhere.",
        f"That will be by {in_words(c.recorded_on + TAKES_EFFECT_WITHIN)}.",
    )
    return Section("When this choice starts", " ".join((*who, *made, *saved)))


def _change(c: Confirmation) -> Section:
    return Section(
        "If you change your mind",
        f"You can change this choice at any time. Go to {settings.NDOP_SERVICE_URL} or phone us on "
        f"{settings.NDOP_PHONE}. Lines are open {settings.NDOP_PHONE_HOURS}. "
        f"Your reference is {one_line(c.reference)}.",
    )


def _not_you() -> Section:
    return Section(
        "If you did not ask for this",
        f"Phone us on {settings.NDOP_PHONE} as soon as you can. We will help you put it right.",
    )


def _covers() -> Section:
    return Section(
        "What this choice covers",
        "Confidential patient information is facts that show who you are and say something about your "
        "health or care. This choice is about using them for research, such as finding new treatments, "
        "and for planning, such as running services better. It holds for all health and care in England.",
    )


def _stays_the_same() -> Section:
    return Section(
        "What it does not cover",
        "Your own care is not affected. The people who look after you can still see your records. "
        "This choice also does not apply:",
        (
            "when the law says that facts must be shared, or to stop a disease from spreading",
            "when you have said yes to a study yourself",
            "when nobody can tell that the facts are about you",
        ),
    )


def _other_choices() -> Section:
    return Section(
        "Other opt-outs are separate",
        "Your GP practice keeps Type 1 opt-outs. Some programmes, such as screening and the cancer "
        "register, have opt-outs of their own. This choice does not change any of them.",
    )
