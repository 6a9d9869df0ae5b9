"""Letters that we sent, found by what is printed on them. Shows which letter it is, never whom it was for."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from registry.barcodes import LetterCode, parse
from registry.models import Message, MessageChannel, MessageKind

CHOICE_REFERENCE = re.compile(r"([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z]{2})")
CASE_REFERENCE = re.compile(r"([0-9]{5,7})-?C")
START_OF_ID = re.compile(r"[0-9A-F]{8}")
MOST_SHOWN = 25


@dataclass(frozen=True)
class SentLetter:
    """One letter. `reference` begins its id, as printed on it."""

    public_id: UUID
    reference: str
    kind: str
    channel: str
    written_on: datetime
    returned_at: datetime | None


def letters() -> QuerySet[Message]:
    """Return all messages that are letters; what is encrypted is not read."""
    return Message.objects.filter(channel=MessageChannel.LETTER).defer("letter", "content", "recipient")


def find_letters(text: str) -> list[SentLetter]:
    """Return the letters that this code or reference is printed on, newest first; several share a reference."""
    wanted = _wanted(text)
    if wanted is None:
        return []
    return [_sent(letter) for letter in letters().filter(wanted).order_by("-pk")[:MOST_SHOWN]]


def get_letter(public_id: UUID) -> SentLetter | None:
    """Return one letter, or None."""
    letter = letters().filter(public_id=public_id).first()
    return _sent(letter) if letter else None


def _wanted(text: str) -> Q | None:
    code = parse(text)
    if isinstance(code, LetterCode):
        return Q(public_id=code.message_id)
    typed = "".join(text.split()).upper()
    if START_OF_ID.fullmatch(typed):
        start = typed.lower()
        return Q(public_id__range=(UUID(start + "0" * 24), UUID(start + "f" * 24)))
    if case := CASE_REFERENCE.fullmatch(typed):
        reference = f"{case[1]}-C"
        return Q(case_reference=reference) | Q(change__case_reference=reference)
    if choice := CHOICE_REFERENCE.fullmatch(typed):
        return Q(change__reference="-".join(choice.groups()))
    return None


def _sent(letter: Message) -> SentLetter:
    return SentLetter(
        public_id=letter.public_id,
        reference=str(letter.public_id)[:8],
        kind=MessageKind(letter.kind).label,
        channel=MessageChannel(letter.channel).label,
        written_on=letter.created_at,
        returned_at=letter.returned_at,
    )
