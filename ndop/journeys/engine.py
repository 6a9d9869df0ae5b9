"""A journey is data. Next, back, where to send someone who jumps ahead, and the answers to check are derived.

A step is done when it has an answer, or, for a step that asks nothing to be kept (checking answers, proving a code),
when the fact that it establishes holds. Nothing here knows where answers are kept or who is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class State:
    """What is known so far: the raw answers by step, and facts such as `proved` that no answer can claim."""

    answers: Answers
    facts: frozenset[str] = frozenset()


def always(_state: State) -> bool:
    """A step that everyone gets."""
    return True


@dataclass(frozen=True)
class Step:
    """One page, one question. `fact` names what makes a step done that keeps no answer; `label` heads its answer.

    A step that can be done only `once`, such as using up a code, is passed over by the way back.
    """

    slug: str
    title: str
    form_class: type[forms.Form]
    applies: Callable[[State], bool] = always
    fact: str = ""
    settles_identity: bool = False
    label: str = ""
    once: bool = False
    describe: Callable[[forms.Form], str] | None = field(default=None, compare=False)

    def is_done(self, state: State) -> bool:
        """True when the step has its answer or its fact."""
        return self.fact in state.facts if self.fact else self.slug in state.answers

    def form(self, state: State, data: Mapping[str, Any] | None = None, **options: Any) -> forms.Form:
        """Return the form bound to `data`, else to the kept answer, else unbound."""
        kept = state.answers.get(self.slug)
        return self.form_class(data=data if data is not None else kept, **options)

    def raw(self, form: forms.Form) -> dict[str, str]:
        """Return what was typed, as it is to be kept: the form's own inputs and nothing else that was posted."""
        inputs = (form.add_prefix(name) + part for name, kept in form.fields.items() for part in _parts(kept))
        return {key: str(form.data[key]) for key in inputs if key in form.data}


def _parts(asked: forms.Field) -> list[str]:
    """Return the endings of a field's inputs: a date has three boxes, anything else one without an ending."""
    # `widgets_names` is Django's documented name; only the type stubs do not know it.
    return getattr(asked.widget, "widgets_names", [""])


@dataclass(frozen=True)
class Row:
    """One line of the answers to check, with the step that changes it."""

    step: Step
    label: str
    answer: str


@dataclass(frozen=True)
class Journey:
    """The steps in their order."""

    name: str
    steps: tuple[Step, ...]

    def step(self, slug: str) -> Step | None:
        """Return the step with this slug, or None."""
        return next((step for step in self.steps if step.slug == slug), None)

    def applicable(self, state: State) -> list[Step]:
        """Return the steps that this person gets, in order."""
        return [step for step in self.steps if step.applies(state)]

    def next(self, state: State) -> Step:
        """Return the first step still to be done; the last step when all are."""
        steps = self.applicable(state)
        return next((step for step in steps if not step.is_done(state)), steps[-1])

    def may_open(self, step: Step, state: State) -> bool:
        """True when every step before this one is done: nobody jumps ahead."""
        steps = self.applicable(state)
        return step in steps and all(earlier.is_done(state) for earlier in steps[: steps.index(step)])

    def before(self, step: Step, state: State) -> Step | None:
        """Return the step that the back link leads to; None on the first."""
        steps = self.applicable(state)
        earlier = steps[: steps.index(step)]
        return next((found for found in reversed(earlier) if not (found.once and found.is_done(state))), None)

    def rows(self, state: State) -> list[Row]:
        """Return the answers given so far, each with the words of its step."""
        described = [step for step in self.applicable(state) if step.describe and step.is_done(state)]
        return [Row(step, step.label or step.title, _describe(step, state)) for step in described]


def _describe(step: Step, state: State) -> str:
    form = step.form(state)
    return step.describe(form) if step.describe and form.is_valid() else ""
