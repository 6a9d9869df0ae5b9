"""Two keyings of one form made one: for each difference the first, the second, or what is typed instead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField, ChoiceField, Field, Form

from ndop.journeys import State, Step
from ndop.nhsuk.widgets import RadioSelect
from registry.models import Evidence, FormType
from registry.paper import PaperForm
from registry.paper_differences import Difference
from staff.cases.journey import JOURNEY
from staff.cases.paper_answers import Answers, answers_of

FIRST, SECOND, OTHER = "first", "second", "other"
# The inputs of the paper journey behind each field of a form, where their names differ.
INPUTS: dict[str, tuple[str, ...]] = {
    "is_wrong_service": ("wrong_service",),
    "is_readable": ("cannot_be_read",),
    "status": ("choice",),
    "address_lines": ("address",),
    "evidence": tuple(Evidence.values),
    "identity_in_date": ("identity_is_out_of_date",),
    "address_proof_is_recent": ("address_proof_is_old",),
}


@dataclass(frozen=True)
class Question:
    """One difference with the form that settles it. `inputs` are the (step, input) pairs behind it."""

    difference: Difference
    inputs: tuple[tuple[Step, str], ...]
    form: Form

    @property
    def label(self) -> str:
        """The field, and whose it is."""
        return label(self.difference)

    @property
    def others(self) -> list[str]:
        """The names of the inputs for something else than either keying."""
        return [name for name in self.form.fields if name != "pick"]

    def is_answered(self) -> bool:
        """Say whether something is picked, and what is typed can be read."""
        if self.form["pick"].data == OTHER:
            return self.form.is_valid()
        return self.form["pick"].data in {FIRST, SECOND} or self.form.is_valid()


def label(difference: Difference) -> str:
    """Name a difference: the field, and whose it is."""
    where = f"Person {difference.position}: " if difference.position else ""
    return f"{where}{difference.label}"


def questions(found: list[Difference], form_type: FormType, data: Mapping[str, Any] | None = None) -> list[Question]:
    """Return a question for each difference, in the order of the form."""
    return [_question(number, difference, form_type, data) for number, difference in enumerate(found, start=1)]


def _question(number: int, difference: Difference, form_type: FormType, data: Mapping[str, Any] | None) -> Question:
    inputs = tuple(_inputs(difference, form_type))
    others = {name: step.form_class().fields[name] for step, name in inputs}
    pick = ChoiceField(
        label=difference.label,
        choices=[(code, code) for code in (FIRST, SECOND, OTHER)],
        widget=RadioSelect(),
        error_messages=dict.fromkeys(("required", "invalid_choice"), f"Select what the form says: {label(difference)}"),
    )
    fields: dict[str, Field] = {"pick": pick, **(others if _has_a_third(others) else {})}
    made = type("QuestionForm", (Form,), {"prefix": f"q{number}", **fields})
    return Question(difference, inputs, made(data, use_required_attribute=False))


def _has_a_third(others: Mapping[str, Field]) -> bool:
    """A single box is ticked or not: one of the two keyings is right."""
    return len(others) > 1 or not any(isinstance(field, BooleanField) for field in others.values())


def _inputs(difference: Difference, form_type: FormType) -> Iterator[tuple[Step, str]]:
    names = INPUTS.get(difference.field, (difference.field,))
    own = f"child-{difference.position}"
    everywhere = State({own: {}}, frozenset({form_type}))
    for step in JOURNEY.applicable(everywhere):
        is_the_childs = step.slug.startswith("child-")
        if is_the_childs and step.slug != own:
            continue
        yield from ((step, name) for name in step.form_class.base_fields if name in names)


def settled(found: list[Question], first: PaperForm, second: PaperForm, form_type: FormType) -> Answers:
    """Return what would have been typed if the form had been keyed as it is now settled."""
    sources = {FIRST: answers_of(first, form_type), SECOND: answers_of(second, form_type)}
    answers = answers_of(first, form_type)
    for question in found:
        picked = question.form["pick"].data
        for step, name in question.inputs:
            kept = answers.setdefault(step.slug, {})
            source = sources.get(picked, {}).get(step.slug, {}) if picked != OTHER else _typed(question, step, name)
            _replace(kept, step, name, source)
    return {slug: kept for slug, kept in answers.items() if not slug.startswith("child-") or any(kept.values())}


def _keys(step: Step, name: str) -> list[str]:
    """Return the names of the inputs behind one field: three for a date."""
    bound = step.form_class()
    widget = bound.fields[name].widget
    return [bound.add_prefix(name) + part for part in getattr(widget, "widgets_names", [""])]


def _replace(kept: dict[str, str], step: Step, name: str, source: Mapping[str, str]) -> None:
    for key in _keys(step, name):
        kept.pop(key, None)
        if key in source:
            kept[key] = source[key]


def _typed(question: Question, step: Step, name: str) -> dict[str, str]:
    """Return what was typed instead, under the names that the step itself would use."""
    own = question.form.add_prefix(name)
    return {
        key: str(question.form.data[typed])
        for key, typed in (
            (key, own + key.removeprefix(step.form_class().add_prefix(name))) for key in _keys(step, name)
        )
        if typed in question.form.data
    }
