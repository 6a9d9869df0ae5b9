"""A record of what was answered on whether the opt-out applies, and what came of it, as a PDF to file."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings

from registry.applicability import Verdict, Walk, version
from registry.correspondence.printable import can_be_printed, one_line
from registry.correspondence.typesetting import CannotCompose, typeset
from registry.policies import LONDON

TEMPLATE = "applicability_record.typ"
TITLE = "Does the national data opt-out apply?"
CAVEAT = (
    "This record is guidance and not legal advice. It is right only as far as the answers are. "
    "Your organisation decides, and answers for it."
)


@dataclass(frozen=True, kw_only=True)
class RecordHeading:
    """What somebody typed to find the record again. All of it may be empty."""

    organisation: str = ""
    use: str = ""
    reference: str = ""


def applicability_record(walked: Walk, *, heading: RecordHeading, made_at: datetime, address: str) -> bytes:
    """Return the record as a PDF/UA-1 file on A4: the same for the same arguments, byte for byte.

    `address` is where the same answers can be seen again. Raises ValueError while there is no outcome, and
    CannotCompose when the heading cannot be printed.
    """
    if walked.outcome is None or walked.strays:
        raise ValueError("these answers have no outcome")
    outcome = walked.outcome
    return typeset(
        TEMPLATE,
        {
            "title": TITLE,
            "service": settings.SERVICE_NAME,
            "heading": _heading(heading, made_at),
            "verdict": outcome.verdict.words,
            "is_doubtful": outcome.verdict is Verdict.ASK,
            "because": outcome.because,
            "reason": outcome.reason,
            "rule": outcome.rule,
            "next_steps": [step.words for step in outcome.next_steps],
            "answers": [[taken.question.title, taken.answer.words] for taken in walked.taken],
            "caveat": CAVEAT,
            "version": version(),
            "address": address,
        },
    )


def _heading(heading: RecordHeading, made_at: datetime) -> list[list[str]]:
    typed = {name: one_line(text) for name, text in asdict(heading).items()}
    if not all(map(can_be_printed, typed.values())):
        raise CannotCompose("characters")
    rows = {
        "Organisation": typed["organisation"],
        "Use of data": typed["use"],
        "Reference": typed["reference"],
        "Made on": moment_words(made_at),
    }
    return [[label, text] for label, text in rows.items() if text]


def moment_words(at: datetime) -> str:
    """Write an instant as people in London do: "22 November 2026 at 20:45 (London time)"."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y} at {local:%H:%M} (London time)"
