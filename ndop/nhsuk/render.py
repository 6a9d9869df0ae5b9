"""Forms as NHS markup, by way of crispy forms: its helper walks the layout, our template pack draws each field."""

from collections.abc import Iterator

from crispy_forms.helper import FormHelper
from django.forms import BaseForm
from django.template import Context
from markupsafe import Markup

from ndop.nhsuk.components import FieldError, errors_of, id_of


def render_form(form: BaseForm, heading: str = "") -> Markup:
    """Draw a form's fields; the page draws the <form> element, the CSRF field and the button.

    `heading` becomes the h1 inside the label or legend when the form shows one field; with more fields the page
    has its own h1. A form may bring its own crispy `helper` with a layout. Gives escaped HTML.
    """
    helper = getattr(form, "helper", None) or FormHelper(form)
    context = Context({"heading": heading if asks_one_question(form) else ""})
    # Crispy answers a plain string of what our templates have already escaped.
    return Markup(helper.render_layout(form, context))  # noqa: S704


def asks_one_question(form: BaseForm) -> bool:
    """Say whether the form shows exactly one field, whose label can then be the page's heading."""
    return sum(not field.widget.is_hidden for field in form.fields.values()) == 1


def error_list(form: BaseForm) -> list[FieldError]:
    """List all messages of a form for the error summary: in the order of the fields, then those of the whole form.

    A message about the whole form leads to the first field that shows.
    """
    if not form.errors:
        return []
    return [error for name in form.fields for error in errors_of(form[name])] + list(form_errors(form))


def form_errors(form: BaseForm) -> Iterator[FieldError]:
    """Give the messages that belong to no field."""
    target = next((id_of(field) for field in form.visible_fields()), "maincontent")
    yield from (FieldError(str(message), target) for message in form.non_field_errors())
