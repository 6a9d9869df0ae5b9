"""What somebody else typed meanwhile, beside what was typed here (F27)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.forms import CheckboxInput, RadioSelect
from django.forms.boundfield import BoundField

from ndop.journeys import Step
from ndop.nhsuk.widgets import NHSDateInput
from staff.cases.journey import JOURNEY
from staff.cases.keying import CHILDREN, PARTS
from staff.cases.paper_answers import Answers

NOTHING = "Nothing"


@dataclass(frozen=True)
class Clash:
    """One field in which two people's typing differs, in words."""

    label: str
    mine: str
    theirs: str


def clashes(mine: Answers, theirs: Answers) -> list[Clash]:
    """Return where the typing differs, in the order of the form."""
    return [clash for step in JOURNEY.steps for clash in _of_step(step, mine, theirs)]


def _of_step(step: Step, mine: Answers, theirs: Answers) -> Iterator[Clash]:
    form = step.form_class()
    for name in form.fields:
        left = typed_words(form[name], mine.get(step.slug, {}))
        right = typed_words(form[name], theirs.get(step.slug, {}))
        if left != right:
            label = f"{step.label}: {form[name].label}" if step.slug in CHILDREN else str(form[name].label)
            yield Clash(label, left, right)


def typed_words(field: BoundField, kept: Mapping[str, str]) -> str:
    """Write what was typed into one field as people read it."""
    key, widget = field.html_name, field.field.widget
    if isinstance(widget, NHSDateInput):
        return " ".join(filter(None, (kept.get(f"{key}_{part}", "") for part in PARTS))) or NOTHING
    if isinstance(widget, CheckboxInput):
        return "Ticked" if key in kept else "Not ticked"
    if isinstance(widget, RadioSelect):
        choices = {str(value): str(label) for value, label in widget.choices}
        return choices.get(kept.get(key, ""), NOTHING)
    return " ".join(kept.get(key, "").split()) or NOTHING
