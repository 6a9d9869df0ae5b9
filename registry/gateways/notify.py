"""GOV.UK Notify: texts, emails and letters that come as a finished PDF.

Templates hold one place each, ((body)), and for email ((subject)), so that the words stay in `correspondence`.
Notify does not refuse a reference it has seen before; `find` is what keeps a second try from becoming a second
letter. Source: https://docs.notifications.service.gov.uk/python.html
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any, cast

import requests
from django.conf import settings
from notifications_python_client.errors import HTTPError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient
from urllib3.exceptions import NewConnectionError

from registry.gateways.messaging import Envelope, MessageFailure, OutcomeUnknown, Rejected, Unavailable

MULTIPLE_CHOICES = 300
BAD_REQUEST = 400
SERVER_ERROR = 500
# The key or the account is at fault, not the message: keep it until somebody has put that right.
OUR_FAULT = frozenset({401, 403, 404, 405, 408})
TOO_MANY = 429
# Notify's front door says so before the message is kept; any other 5xx may come after.
NOT_TAKEN = frozenset({TOO_MANY, 503})


# The package marks itself typed, but its functions are not.
Client: Any = NotificationsAPIClient


class Notify:
    """One client for each use: it is not made for threads."""

    def __init__(self) -> None:
        self._client = Client(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.PROVIDER_TIMEOUT)
        self._client.request_session.max_redirects = 0

    def send(self, envelope: Envelope) -> str:
        """Hand the message over and return Notify's id. Raises Rejected, Unavailable or OutcomeUnknown."""
        try:
            answer = SENDERS[envelope.channel](self._client, envelope)
        except InvalidResponse as error:
            raise OutcomeUnknown("answer cannot be read") from error
        except HTTPError as error:
            raise _failure(error) from None
        return str(answer["id"])

    def find(self, reference: str) -> str | None:
        """Ask for the newest notification with our reference. Raises Unavailable."""
        try:
            answer = self._client.get_all_notifications(reference=reference)
        except (HTTPError, InvalidResponse) as error:
            raise Unavailable(f"look-up answered {error.status_code}") from None
        found = cast("list[dict[str, Any]]", answer["notifications"])
        return str(found[0]["id"]) if found else None


def _send_text(client: Any, envelope: Envelope) -> Any:
    return client.send_sms_notification(
        phone_number=envelope.to,
        template_id=settings.NOTIFY_SMS_TEMPLATE,
        personalisation={"body": envelope.text},
        reference=envelope.reference,
    )


def _send_email(client: Any, envelope: Envelope) -> Any:
    return client.send_email_notification(
        email_address=envelope.to,
        template_id=settings.NOTIFY_EMAIL_TEMPLATE,
        personalisation={"subject": envelope.subject, "body": envelope.text},
        reference=envelope.reference,
    )


def _send_letter(client: Any, envelope: Envelope) -> Any:
    return client.send_precompiled_letter_notification(reference=envelope.reference, pdf_file=BytesIO(envelope.pdf))


SENDERS: dict[str, Callable[[Any, Envelope], Any]] = {
    "sms": _send_text,
    "email": _send_email,
    "letter": _send_letter,
}


def _failure(error: HTTPError) -> MessageFailure:
    """Say what an error of the client means. Its own text is left out: Notify may quote the message in it."""
    response = error.response
    if response is None:
        return _without_answer(error.__cause__)
    status = response.status_code
    if status in NOT_TAKEN:
        return Unavailable(f"answered {status}", retry_after=_seconds(response))
    if status in OUR_FAULT or MULTIPLE_CHOICES <= status < BAD_REQUEST:
        return Unavailable(f"answered {status}")
    if status < SERVER_ERROR:
        return Rejected(f"answered {status}")
    return OutcomeUnknown(f"answered {status}")


def _without_answer(cause: BaseException | None) -> MessageFailure:
    """A request that never left is safe to repeat; after that only Notify knows whether it arrived."""
    never_left = isinstance(cause, requests.ConnectTimeout | requests.exceptions.SSLError) or isinstance(
        getattr(cause.args[0], "reason", None) if cause and cause.args else None, NewConnectionError
    )
    name = type(cause).__name__
    return Unavailable(name) if never_left else OutcomeUnknown(name)


def _seconds(response: requests.Response) -> int:
    """Read Retry-After; Notify writes seconds, and a date is not worth waiting for."""
    text = response.headers.get("Retry-After", "")
    return int(text) if text.isdecimal() else 0
