"""The email that says that a check has ended. Nothing of the list is in it, and nothing private in its subject."""

from datetime import datetime

from django.utils.timezone import localtime

from registry.correspondence.messages import EmailMessage, compose_email
from registry.correspondence.wording import in_words

SUBJECT = "Your check has ended"


def check_done_email(*, name: str, reference: str, problem: str, valid_until: str, link: str) -> EmailMessage:
    """Compose the email. `problem` is empty where there is a result; `valid_until` is ISO 8601, or empty."""
    until = _in_words(localtime(datetime.fromisoformat(valid_until))) if valid_until else ""
    words: dict[str, object] = {"name": name, "reference": reference, "problem": problem, "until": until, "link": link}
    return compose_email("check_done", SUBJECT, words)


def _in_words(instant: datetime) -> str:
    return f"{instant:%H:%M} on {in_words(instant.date())}"
