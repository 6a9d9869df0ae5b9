"""A message that is ready to go, or the reason why it must stay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry.correspondence import CannotCompose, EmailMessage
from registry.models import MessageProblem


class CannotSend(Exception):
    """This message must not or cannot go out; `problem` says why in a code. Quotes nothing."""

    def __init__(self, problem: MessageProblem, detail: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, repr=False)
class Prepared:
    """What is kept with the row before the provider is called, and the words that are not."""

    recipient: str
    letter: bytes = b""
    subject: str = ""
    text: str = ""
    html: str = ""


def prepared_email(recipient: str, email: EmailMessage) -> Prepared:
    """Return the email as it goes to this address. Raises CannotSend if there is none."""
    if not recipient:
        raise CannotSend(MessageProblem.NO_CONTACT)
    return Prepared(recipient, subject=email.subject, text=email.text, html=email.html)


def prepared_letter(name: str, address_lines: Sequence[str], compose: Callable[[], bytes]) -> Prepared:
    """Return the letter as it goes to this address. Raises CannotSend if there is none, or it cannot be printed."""
    if not address_lines:
        raise CannotSend(MessageProblem.NO_CONTACT)
    try:
        pdf = compose()
    except CannotCompose as error:
        raise CannotSend(MessageProblem.CANNOT_PRINT, error.reason) from None
    return Prepared("\n".join((name, *address_lines)), letter=pdf)
