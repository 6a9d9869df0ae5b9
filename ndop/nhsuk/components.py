"""What a template needs to draw one form field as an NHS component, worked out from Django's bound field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from ndop.nhsuk.widgets import NHSDateInput

# Looked at from top to bottom: a subclass before its base class.
TEMPLATES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "nhsuk/hidden.jinja"),
    (NHSDateInput, "nhsuk/date.jinja"),
    (forms.CheckboxSelectMultiple, "nhsuk/choices.jinja"),
    (forms.RadioSelect, "nhsuk/choices.jinja"),
    (forms.CheckboxInput, "nhsuk/checkbox.jinja"),
    (forms.Select, "nhsuk/select.jinja"),
    (forms.Textarea, "nhsuk/textarea.jinja"),
    (forms.FileInput, "nhsuk/file.jinja"),
    (forms.widgets.Input, "nhsuk/input.jinja"),
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One message, the id of the element its link in the error summary leads to, and the date boxes it marks."""

    message: str
    target: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One choice of radios, checkboxes or a select, or one box of a date."""

    id: str
    name: str
    value: str
    label: str
    hint: str = ""
    checked: bool = False
    errors: tuple[str, ...] = ()
    attrs: Mapping[str, Any] | None = None
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One field, ready to draw. `heading` says that its label or legend is the page's h1."""

    template: str
    id: str
    name: str
    label: str
    heading: bool
    hint: str
    errors: tuple[FieldError, ...]
    described_by: str
    widget: Any
    value: Any
    items: tuple[Item, ...]


def component(field: BoundField, heading: str = "") -> Component:
    """Describe a bound field for its template.

    `heading`, when given, is shown in place of the field's label, as the page's h1 (one question a page).
    Raises LookupError for a widget that has no NHS component.
    """
    widget, errors = field.field.widget, tuple(errors_of(field))
    hint, id_ = str(field.help_text), id_of(field)
    described = [f"{id_}-hint"] * bool(hint) + [f"{id_}-error"] * bool(errors)
    return Component(
        template=template_for(widget),
        id=id_,
        name=field.html_name,
        label=heading or str(field.label),
        heading=bool(heading),
        hint=hint,
        errors=errors,
        described_by=" ".join(described),
        widget=widget,
        value=value_of(field),
        items=items_of(field, errors),
    )


def value_of(field: BoundField) -> Any:
    """Give what a control shows: nothing for a password, nor for a date, whose boxes are its items."""
    widget = field.field.widget
    if isinstance(widget, NHSDateInput | forms.PasswordInput):
        return None
    return widget.format_value(field.value())


def template_for(widget: forms.Widget) -> str:
    """Find the pack's template for a widget."""
    for kind, template in TEMPLATES:
        if isinstance(widget, kind):
            return template
    raise LookupError(f"There is no NHS component for {type(widget).__name__}.")


def id_of(field: BoundField) -> str:
    """Give the id of a field's control: of the first one, where there are several choices."""
    return field.auto_id or field.html_name


def errors_of(field: BoundField) -> Iterator[FieldError]:
    """Give a field's messages in the order they are shown, each with the place it points at."""
    for error in field.form.errors.as_data().get(field.name, []):
        parts = parts_of(error) or all_parts(field)
        target = f"{id_of(field)}_{parts[0]}" if parts else id_of(field)
        yield from (FieldError(str(message), target, parts) for message in error.messages)


def all_parts(field: BoundField) -> tuple[str, ...]:
    """Give all boxes of a date, which has no control of its own that a message could lead to; nothing for others."""
    widget = field.field.widget
    return tuple(widget.parts) if isinstance(widget, NHSDateInput) else ()


def parts_of(error: ValidationError) -> tuple[str, ...]:
    """Give the boxes of a date that an error is about."""
    return tuple((error.params or {}).get("parts", ()))


def items_of(field: BoundField, errors: tuple[FieldError, ...]) -> tuple[Item, ...]:
    """List the choices of a choice field, or the boxes of a date; nothing for other fields."""
    widget = field.field.widget
    if isinstance(widget, NHSDateInput):
        return tuple(date_items(field, widget, errors))
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return tuple(choice_items(field, widget))
    return ()


def date_items(field: BoundField, widget: NHSDateInput, errors: tuple[FieldError, ...]) -> Iterator[Item]:
    """Give the three boxes, with what was typed in them and the messages that mark them."""
    value = field.value()
    values = value if isinstance(value, list) else widget.decompress(value)
    for part, box, typed in zip(widget.parts, widget.widgets, values, strict=True):
        yield Item(
            id=f"{id_of(field)}_{part}",
            name=f"{field.html_name}_{part}",
            value=str(typed or ""),
            label=part.capitalize(),
            errors=tuple(error.message for error in errors if part in error.parts),
            attrs=box.attrs,
            width=getattr(box, "width", None),
        )


def choice_items(field: BoundField, widget: forms.widgets.ChoiceWidget) -> Iterator[Item]:
    """Give the choices; the first has the field's own id, so that the error summary can lead to it."""
    chosen = widget.format_value(field.value())
    hints = getattr(widget, "hints", {})
    for number, (value, label) in enumerate(widget.choices, start=1):
        yield Item(
            id=id_of(field) + (f"-{number}" if number > 1 else ""),
            name=field.html_name,
            value=str(value),
            label=str(label),
            hint=hints.get(value, ""),
            checked=str(value) in chosen,
        )
