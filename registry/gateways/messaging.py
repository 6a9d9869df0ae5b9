"""What every provider of emails, texts and letters can do, and each way it can fail."""

from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, repr=False)
class Address:
    """Where a letter goes. `lines` end with the postcode."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Envelope:
    """One composed message. `reference` is our id for it, the same at every try. Has no readable form."""

    reference: str
    channel: str
    to: str | Address
    kind: str
    subject: str = ""
    text: str = ""
    html: str = ""
    pdf: bytes = b""


class MessageFailure(Exception):
    """The provider did not plainly accept. Its text names a cause, never a person or what was sent."""


class Rejected(MessageFailure):
    """The provider will never accept this message: trying again is pointless."""


class Unavailable(MessageFailure):
    """The provider did not take the message: try again later, not before `retry_after` seconds if it said so."""

    def __init__(self, cause: str, *, retry_after: int = 0) -> None:
        super().__init__(cause)
        self.retry_after = retry_after


class OutcomeUnknown(MessageFailure):
    """The provider may or may not have taken the message: look it up before sending it again."""


class AlreadySent(MessageFailure):
    """The provider took this reference at an earlier try, which is what we wanted."""

    def __init__(self, provider_id: str) -> None:
        super().__init__("accepted before")
        self.provider_id = provider_id


class MessageGateway(Protocol):
    """One provider for one channel or more."""

    def send(self, envelope: Envelope) -> str:
        """Hand the message over and return the provider's id for it. Raises MessageFailure."""

    def find(self, reference: str) -> str | None:
        """Return the provider's id for our reference if it ever accepted it, else None. Raises Unavailable."""


def get_gateway(channel: str) -> MessageGateway:
    """Return the provider that MESSAGE_GATEWAYS names for `email`, `sms` or `letter`."""
    return cast("MessageGateway", import_string(settings.MESSAGE_GATEWAYS[channel])())
