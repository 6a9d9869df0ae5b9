"""All steps of one paper form on one page: what was typed, the forms that read it, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import CheckboxInput, Form

from ndop.journeys import State, Step
from ndop.nhsuk.components import FieldError
from ndop.nhsuk.render import error_list
from ndop.nhsuk.widgets import NHSDateInput
from registry.models import FormType
from registry.paper import MOST_CHILDREN
from staff.cases.journey import JOURNEY
from staff.cases.paper_answers import Answers

CHILDREN = tuple(f"child-{position}" for position in range(1, MOST_CHILDREN + 1))
IF_UNREADABLE = "or tick that the form cannot be read"
PARTS = ("day", "month", "year")


@dataclass(frozen=True)
class Keying:
    """A form being keyed. `forms` has the form of each step on the page, by slug."""

    state: State
    forms: dict[str, Form]

    @classmethod
    def kept(cls, form_type: FormType, answers: Answers, *, children: int = 1) -> "Keying":
        """Show what was kept, without finding fault with it; `children` is how many have a place on the page."""
        state = State(_with_places(form_type, answers, children), frozenset({form_type}))
        return cls(state, {step.slug: _unbound(step, state) for step in _on_page(state)})

    @classmethod
    def posted(cls, form_type: FormType, data: Mapping[str, Any]) -> "Keying":
        """Read what was sent."""
        return cls.read(form_type, read_answers(form_type, data))

    @classmethod
    def read(cls, form_type: FormType, answers: Answers) -> "Keying":
        """Read answers, and find what is wrong with them."""
        state = State(answers, frozenset({form_type}))
        return cls(state, {step.slug: step.form(state, use_required_attribute=False) for step in _on_page(state)})

    @property
    def answers(self) -> Answers:
        """What is typed, as it is to be kept."""
        return {slug: dict(kept) for slug, kept in self.state.answers.items()}

    @property
    def children(self) -> list[Form]:
        """The forms of the children that have a place on the page."""
        return [form for slug, form in self.forms.items() if slug in CHILDREN]

    def is_complete(self) -> bool:
        """Say whether it may be finished; what is wrong is then in `errors`."""
        self._ask_for_what_is_never_missing()
        return not self.errors

    @property
    def errors(self) -> list[FieldError]:
        """All that is wrong, in the order of the page."""
        read = [self.forms[step.slug] for step in JOURNEY.applicable(self.state)]
        return [error for form in read if form.is_bound for error in error_list(form)]

    def _ask_for_what_is_never_missing(self) -> None:
        """A form that can be read names somebody, and whether its boxes are ticked can be seen."""
        remarks = next(form for slug, form in self.forms.items() if slug.endswith("remarks"))
        remarks.is_valid()
        if remarks.cleaned_data["cannot_be_read"] or remarks.cleaned_data["wrong_service"]:
            return
        first = self.forms.get("person") or self.forms["child-1"]
        self._ask(first, "family_name", f"Enter the last name, {IF_UNREADABLE}")
        self._ask(self.forms["choice"], "choice", f"Select which box is ticked, {IF_UNREADABLE}")

    @staticmethod
    def _ask(form: Form, name: str, message: str) -> None:
        if form.is_valid() and not form.cleaned_data[name]:
            form.add_error(name, message)


def read_answers(form_type: FormType, data: Mapping[str, Any]) -> Answers:
    """Return what was typed, by step: only the inputs of this type of form, children without gaps between them."""
    alone = State({slug: {} for slug in CHILDREN}, frozenset({form_type}))
    read = {
        step.slug: step.raw(step.form_class(data=data))
        for step in JOURNEY.steps
        if step.applies(alone) or step.slug in _papers_of(form_type)
    }
    typed = [kept for slug, kept in read.items() if slug in CHILDREN and any(text.strip() for text in kept.values())]
    others = {slug: kept for slug, kept in read.items() if slug not in CHILDREN}
    return {slug: _renamed(kept, slug) for slug, kept in zip(CHILDREN, typed, strict=False)} | others


def _papers_of(form_type: FormType) -> set[str]:
    """Return the steps of papers that apply until an NHS number is typed."""
    empty = State({}, frozenset({form_type}))
    return {step.slug for step in JOURNEY.steps if step.applies(empty)}


def _renamed(kept: dict[str, str], slug: str) -> dict[str, str]:
    """Move a child up to the first free place."""
    return {f"{slug}-{name.split('-', 2)[2]}": text for name, text in kept.items()}


def _with_places(form_type: FormType, answers: Answers, children: int) -> Answers:
    if form_type != FormType.CHILDREN:
        return answers
    return {**{slug: {} for slug in CHILDREN[:children]}, **answers}


def _on_page(state: State) -> list[Step]:
    """Return the steps that have a place on the page: identity papers too, which only a script hides in time."""
    papers = _papers_of(next(FormType(fact) for fact in state.facts))
    return [step for step in JOURNEY.steps if step.applies(state) or step.slug in papers]


def _unbound(step: Step, state: State) -> Form:
    kept = state.answers.get(step.slug)
    form = step.form_class(use_required_attribute=False)
    if kept:
        form.initial = {name: _shown(form, name, kept) for name in form.fields}
    return form


def _shown(form: Form, name: str, kept: Mapping[str, str]) -> Any:
    widget, key = form.fields[name].widget, form.add_prefix(name)
    if isinstance(widget, NHSDateInput):
        return [kept.get(f"{key}_{part}", "") for part in PARTS]
    return key in kept if isinstance(widget, CheckboxInput) else kept.get(key, "")
