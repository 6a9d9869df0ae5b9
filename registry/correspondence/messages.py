"""Texts and emails. No NHS number anywhere; no choice and no code in a subject line."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.template.loader import render_to_string

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.facts import code_minutes
from registry.correspondence.wording import choice_line, confirmation_words, in_words

CODE_SUBJECT = "Your security code"
CONFIRMATION_SUBJECT = "We have saved your choice"


@dataclass(frozen=True, slots=True)
class TextMessage:
    """The words of one text message."""

    text: str


@dataclass(frozen=True, slots=True)
class EmailMessage:
    """One email: the same words as plain text and as a page."""

    subject: str
    text: str
    html: str


def one_time_code_text(code: str) -> TextMessage:
    """Compose the text that carries a one-time code; it fits one 160-character SMS."""
    return TextMessage(
        f"{code} is your {settings.SERVICE_NAME} code. It lasts {code_minutes()} minutes. "
        "Never share it with anyone. If you did not ask for it, ignore this text."
    )


def one_time_code_email(code: str) -> EmailMessage:
    """Compose the email that carries a one-time code."""
    return compose_email("one_time_code", CODE_SUBJECT, {"code": code, "minutes": code_minutes()})


def link_text() -> TextMessage:
    """Compose the text that leads a caller to the website, one SMS long. It says nothing about anyone."""
    return TextMessage(
        f"{settings.SERVICE_NAME}. You can make your choice at {settings.NDOP_SERVICE_URL} "
        f"If you did not ask for this, ignore it. Questions? Phone {settings.NDOP_PHONE}."
    )


def confirmation_text(c: Confirmation) -> TextMessage:
    """Compose the short confirmation, at most two SMS long; raise `ValueError` for an unknown status."""
    words = confirmation_words(c)
    return TextMessage(
        f"{settings.SERVICE_NAME}. {choice_line(c)}. We saved this on {in_words(c.recorded_on)}. "
        f"Your care is not affected. Reference {words.reference}. "
        f"To change it, or if you did not ask for this, phone {settings.NDOP_PHONE}."
    )


def confirmation_email(c: Confirmation) -> EmailMessage:
    """Compose the confirmation by email; raise `ValueError` for an unknown status."""
    return compose_email("confirmation", CONFIRMATION_SUBJECT, asdict(confirmation_words(c)))


def compose_email(template: str, subject: str, words: dict[str, object]) -> EmailMessage:
    """Fill in the email of that name, as text and as HTML."""
    words |= {"title": subject, "service_name": settings.SERVICE_NAME, "phone": settings.NDOP_PHONE}
    return EmailMessage(
        subject=subject,
        text=render_to_string(f"emails/{template}.txt.jinja", words),
        html=render_to_string(f"emails/{template}.html.jinja", words),
    )
