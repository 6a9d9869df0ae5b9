"""Email over SMTP with implicit TLS.

SMTP has no way to ask whether an earlier try arrived, so `find` cannot know and says None: an email whose outcome
is unknown is sent again. Email is therefore *at least once*, texts and letters *at most once*
(docs/adr/0004-outbox.md). The Message-ID comes from our reference and is the same at every try, by which most mail
systems show the two copies as one.
"""

import smtplib
from contextlib import suppress
from email.errors import MessageError

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from registry.gateways.messaging import Envelope, MessageFailure, OutcomeUnknown, Rejected, Unavailable

PERMANENT = 500
LINE_ENDS = frozenset("\r\n")


class Smtp:
    """The mail server that EMAIL_HOST names."""

    def send(self, envelope: Envelope) -> str:
        """Send text and HTML; return the Message-ID. Raises Rejected, Unavailable or OutcomeUnknown."""
        message = _compose(envelope)
        backend = _open()
        try:
            backend.send_messages([message])
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from None
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(max(code for code, _ in error.recipients.values())) from None
        except OSError as error:
            raise OutcomeUnknown(type(error).__name__) from None
        finally:
            # The message is accepted or not by now; how the server takes our goodbye changes nothing.
            with suppress(OSError):
                backend.close()
        return str(message.extra_headers["Message-ID"])

    def find(self, reference: str) -> str | None:  # noqa: ARG002 - the Protocol's signature
        """Return None, always: SMTP cannot look a message up."""
        return None


def _compose(envelope: Envelope) -> EmailMultiAlternatives:
    to = str(envelope.to)
    if LINE_ENDS & set(to + envelope.subject):
        raise Rejected("line end in a header")
    message = EmailMultiAlternatives(
        subject=envelope.subject,
        body=envelope.text,
        to=[to],
        headers={"Message-ID": f"<{envelope.reference}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    if envelope.html:
        message.attach_alternative(envelope.html, "text/html")
    try:
        message.message()
    except (BadHeaderError, MessageError, ValueError) as error:
        # Its text quotes the address.
        raise Rejected(type(error).__name__) from None
    return message


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")


def _open() -> EmailBackend:
    """Connect and sign in. Nothing has been sent yet, so every failure is safe to repeat."""
    backend = EmailBackend()
    try:
        backend.open()
    except OSError as error:
        raise Unavailable(type(error).__name__) from None
    return backend


def _refused(code: int) -> MessageFailure:
    """Source: RFC 5321 4.2.1: 5xx is permanent, 4xx passes. A 5xx at sign-in never gets here."""
    return Rejected(f"answered {code}") if code >= PERMANENT else Unavailable(f"answered {code}")
