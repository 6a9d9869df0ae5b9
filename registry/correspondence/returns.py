"""The reply to a form that no choice could be recorded from: why, and what to send next, by post or by email."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from registry.correspondence.messages import EmailMessage, compose_email
from registry.correspondence.printable import one_line
from registry.correspondence.return_words import NEW_FORM, ReasonWords, reason_words
from registry.correspondence.typesetting import typeset
from registry.correspondence.window import head
from registry.correspondence.wording import Section, in_words
from registry.models import FormType, ReturnReason

TITLE = "About your national data opt-out form"
SUBJECT = "About the form you sent us"
FORM_NAMES = {
    FormType.SELF: "your form",
    FormType.CHILDREN: "your form for children under 13",
    FormType.ADULT_DEPENDANT: "your form for an adult you act for",
    FormType.DETAINED: "your form for someone who is detained",
}


@dataclass(frozen=True, repr=False, kw_only=True)
class ReturnLetter:
    """What the reply says and to whom, whichever way it goes. `reasons` are ReturnReason codes, at least one.

    `name` and the address are as written on the form: there may be no record. `address_lines` end with the postcode.
    `form_type` is the form's, `format_needs` is `standard` or `large_print`, `email` is for a reply by email.
    """

    case_reference: str
    name: str
    address_lines: Sequence[str]
    form_type: str
    reasons: Sequence[str]
    received_on: date
    written_on: date
    message_id: UUID
    format_needs: str = "standard"
    email: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return all but the message's id as plain values: the content of the message that carries it."""
        plain = asdict(self) | {"received_on": self.received_on.isoformat(), "written_on": self.written_on.isoformat()}
        del plain["message_id"]
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any], message_id: UUID) -> "ReturnLetter":
        """Return what `as_json` kept."""
        days = {name: date.fromisoformat(plain[name]) for name in ("received_on", "written_on")}
        return cls(**plain | days, message_id=message_id)


@dataclass(frozen=True, slots=True)
class ReturnWords:
    """The whole reply, in the order in which it is read."""

    name: str
    reference: str
    written_on: str
    heading: str
    thanks: str
    sections: tuple[Section, ...]


def return_letter(letter: ReturnLetter) -> bytes:
    """Compose the reply as a PDF/UA-1 file for a DL window envelope. Raises ValueError, CannotCompose."""
    words = return_words(letter)
    top = head(
        title=TITLE,
        name=words.name,
        address_lines=letter.address_lines,
        message_id=letter.message_id,
        format_needs=letter.format_needs,
    )
    return typeset("return.typ", top | asdict(words))


def return_email(letter: ReturnLetter) -> EmailMessage:
    """Compose the reply for someone who asked for email. Its subject tells nobody why. Raises ValueError."""
    return compose_email("return", SUBJECT, asdict(return_words(letter)))


def return_words(letter: ReturnLetter) -> ReturnWords:
    """Answer all words of the reply. Raises ValueError if there is no reason, or one that cannot be told like this."""
    _check(letter)
    reasons = [reason_words(reason, letter.form_type) for reason in ReturnReason if reason in letter.reasons]
    return ReturnWords(
        name=one_line(letter.name),
        reference=letter.case_reference,
        written_on=in_words(letter.written_on),
        heading="We need something more from you" if _to_send(reasons) else "About the form you sent us",
        thanks=_thanks(letter),
        sections=(*(Section(r.heading, r.text) for r in reasons), *_what_to_send(letter, reasons), _questions(letter)),
    )


def _check(letter: ReturnLetter) -> None:
    unknown = set(letter.reasons) - set(ReturnReason.values)
    if unknown or not letter.reasons:
        raise ValueError("a reply needs reasons, and each from the list")
    if ReturnReason.PERSON_DIED in letter.reasons and letter.form_type == FormType.SELF:
        raise ValueError("nobody writes to a person who has died")


def _thanks(letter: ReturnLetter) -> str:
    form = FORM_NAMES[FormType(letter.form_type)]
    if ReturnReason.WRONG_SERVICE in letter.reasons:
        form = "a form from you"
    return (
        f"We got {form} on {in_words(letter.received_on)}. We have not saved a choice from it. Below we tell you why."
    )


def _to_send(reasons: Sequence[ReasonWords]) -> tuple[str, ...]:
    """Merge what the reasons ask for: each once, and a plain new form only where no reason asks for a special one."""
    asked = tuple(dict.fromkeys(item for reason in reasons for item in reason.send))
    special = [item for item in asked if item != NEW_FORM and "new form" in item]
    return tuple(item for item in asked if item != NEW_FORM or not special)


def _what_to_send(letter: ReturnLetter, reasons: Sequence[ReasonWords]) -> tuple[Section, ...]:
    items = _to_send(reasons)
    if not items:
        return ()
    forms = f"There are forms at {settings.NDOP_SERVICE_URL}/other-ways/. Or phone us and we post you one."
    kept = f"We keep your form for {settings.PAPER_KEPT_MONTHS} months. You do not need to fill it in again."
    where = ", ".join([settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS])
    how = (
        f"{forms if any('form' in item for item in items) else kept} Send copies of papers, not the real ones. "
        f"Write our reference {letter.case_reference} on what you send. Our address is: {where}."
    )
    return (Section("What to send", "Please send us:", items), Section("Where to send it", how))


def _questions(letter: ReturnLetter) -> Section:
    return Section(
        "If you want to talk to us",
        f"Phone {settings.NDOP_PHONE}. Lines are open {settings.NDOP_PHONE_HOURS}. "
        f"Our website is {settings.NDOP_SERVICE_URL}. Please have this reference ready: {letter.case_reference}.",
    )
