"""The words of every text, email and letter. Nothing here reads or writes a row."""

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.letters import confirmation_letter
from registry.correspondence.messages import (
    EmailMessage,
    TextMessage,
    confirmation_email,
    confirmation_text,
    one_time_code_email,
    one_time_code_text,
)
from registry.correspondence.returns import ReturnLetter, return_email, return_letter
from registry.correspondence.typesetting import CannotCompose

__all__ = [
    "CannotCompose",
    "Confirmation",
    "EmailMessage",
    "ReturnLetter",
    "TextMessage",
    "confirmation_email",
    "confirmation_letter",
    "confirmation_text",
    "one_time_code_email",
    "one_time_code_text",
    "return_email",
    "return_letter",
]
