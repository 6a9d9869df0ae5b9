"""The words of every text, email and letter. Nothing here reads or writes a row."""

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.form_letters import FormLetter, form_letter
from registry.correspondence.forms import FormVariant, Prefilled, paper_form
from registry.correspondence.letters import confirmation_letter
from registry.correspondence.messages import (
    EmailMessage,
    TextMessage,
    confirmation_email,
    confirmation_text,
    link_text,
    one_time_code_email,
    one_time_code_text,
)
from registry.correspondence.returns import ReturnLetter, return_email, return_letter
from registry.correspondence.typesetting import CannotCompose

__all__ = [
    "CannotCompose",
    "Confirmation",
    "EmailMessage",
    "FormLetter",
    "FormVariant",
    "Prefilled",
    "ReturnLetter",
    "TextMessage",
    "confirmation_email",
    "confirmation_letter",
    "confirmation_text",
    "form_letter",
    "link_text",
    "one_time_code_email",
    "one_time_code_text",
    "paper_form",
    "return_email",
    "return_letter",
]
