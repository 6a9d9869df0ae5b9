"""The words of every text, email and letter. Nothing here reads or writes a row."""

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.letters import CannotCompose, confirmation_letter
from registry.correspondence.messages import (
    EmailMessage,
    TextMessage,
    confirmation_email,
    confirmation_text,
    one_time_code_email,
    one_time_code_text,
)

__all__ = [
    "CannotCompose",
    "Confirmation",
    "EmailMessage",
    "TextMessage",
    "confirmation_email",
    "confirmation_letter",
    "confirmation_text",
    "one_time_code_email",
    "one_time_code_text",
]
