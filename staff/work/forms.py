"""What a worklist is narrowed to, and the forms of the room."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import TextInput
from registry.models import OPEN_CASE_STATES, CaseState, FormType, StaffUser, TaskKind
from registry.queries.case_clocks import Clock, Days, days_of_receipt, due_within
from registry.queries.colleagues import Colleague
from registry.queries.workable import default_states
from registry.queries.worklists import ANY_DAY, NOBODY, Filters

ALL_OPEN, MINE, UNASSIGNED = "open", "me", "nobody"
WITHIN = {"1": "Within 1 day", "3": "Within 3 days", "7": "Within 7 days"}
PICK_SOMEONE = "Choose who takes the work"
OUTCOME_LENGTH = 2000


class FilterForm(forms.Form):
    """The filters of a worklist, as they stand in its address: codes only."""

    state = forms.ChoiceField(label="To do", required=False)
    type = forms.ChoiceField(label="Form", required=False, choices=[("", "Any"), *FormType.choices])
    who = forms.ChoiceField(label="Assigned to", required=False)
    due = forms.ChoiceField(label="Due", required=False, choices=[("", "Any time"), *Clock.choices, *WITHIN.items()])

    def __init__(self, *args: Any, user: StaffUser, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})
        self.user, self.people = user, {str(person.public_id): person for person in people}
        self.fields["state"].choices = list(self._states())  # type: ignore[attr-defined] # of a ChoiceField
        self.fields["who"].choices = [  # type: ignore[attr-defined] # of a ChoiceField
            ("", "Anyone or nobody"),
            (MINE, "Me"),
            (UNASSIGNED, "Nobody"),
            *((code, name_of(person)) for code, person in self.people.items()),
        ]

    def _states(self) -> Iterator[tuple[str, str]]:
        mine = default_states(self.user)
        if mine == OPEN_CASE_STATES:
            yield "", "Everything"
        else:
            yield from (("", "What I work on"), (ALL_OPEN, "Everything"))
        yield from ((state.value, state.label) for state in OPEN_CASE_STATES)

    def filters(self, day: date) -> Filters:
        """Return what was chosen; `day` is today."""
        chosen = self.cleaned_data
        return Filters(
            states=self._chosen_states(chosen["state"]),
            form_type=FormType(chosen["type"]) if chosen["type"] else None,
            assigned_to=self._account(chosen["who"]),
            received=_received(chosen["due"], day),
        )

    def _chosen_states(self, code: str) -> Sequence[CaseState]:
        if code == ALL_OPEN:
            return OPEN_CASE_STATES
        return (CaseState(code),) if code else default_states(self.user)

    def _account(self, code: str) -> int | None:
        fixed = {"": None, MINE: self.user.pk, UNASSIGNED: NOBODY}
        return fixed[code] if code in fixed else self.people[code].pk


def name_of(person: Colleague) -> str:
    """Return a colleague's name, and that they take no work where that is so."""
    return person.name if person.takes_work else f"{person.name} (takes no work)"


def _received(code: str, day: date) -> Days:
    if not code:
        return ANY_DAY
    return due_within(int(code), day) if code in WITHIN else days_of_receipt(Clock(code), day)


class PublicIds(forms.Field):
    """The forms that are ticked, by their public ids."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        """Read every id."""
        try:
            return [UUID(text) for text in value or []]
        except ValueError:
            raise ValidationError(self.error_messages["required"], code="required") from None


class AssignForm(forms.Form):
    """Ticked forms, and whose they become. The whole page may be taken instead of the ticked ones."""

    case = PublicIds(required=False, error_messages={"required": "Tick at least one form"})
    on_page = PublicIds(required=False)
    to = forms.ChoiceField(label="Assign to", error_messages={"required": PICK_SOMEONE, "invalid_choice": PICK_SOMEONE})

    def __init__(self, *args: Any, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = takers(people)  # type: ignore[attr-defined] # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Take the whole page if that button was pressed; then something must be left."""
        cleaned = {**self.cleaned_data}
        wanted = "on_page" if "whole_page" in self.data else "case"
        cleaned["public_ids"] = cleaned.get(wanted, [])
        if not cleaned["public_ids"] and "case" not in self.errors:
            self.add_error("case", self.fields["case"].error_messages["required"])
        return cleaned


class ReassignForm(forms.Form):
    """Whose work goes to whom."""

    of = forms.ChoiceField(
        label="Whose work",
        error_messages={"required": "Choose whose work it is", "invalid_choice": "Choose whose work it is"},
    )
    to = forms.ChoiceField(
        label="Who takes it", error_messages={"required": PICK_SOMEONE, "invalid_choice": PICK_SOMEONE}
    )

    def __init__(self, *args: Any, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [(str(person.public_id), name_of(person)) for person in people]
        self.fields["of"].choices = [("", ""), *everybody]  # type: ignore[attr-defined] # of a ChoiceField
        self.fields["to"].choices = takers(people)  # type: ignore[attr-defined] # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Refuse to give somebody their own work."""
        if self.cleaned_data.get("of") and self.cleaned_data["of"] == self.cleaned_data.get("to"):
            self.add_error("to", "Choose somebody else")
        return self.cleaned_data


def takers(people: Sequence[Colleague]) -> list[tuple[str, str]]:
    """Return who may be given work, and nobody."""
    able = [(str(person.public_id), person.name) for person in people if person.takes_work]
    return [("", ""), (UNASSIGNED, "Nobody: whoever is free takes it"), *able]


def taker(code: str) -> UUID | None:
    """Return the account that a choice of `takers` means."""
    return None if code == UNASSIGNED else UUID(code)


class OutcomeForm(forms.Form):
    """What came of a task."""

    outcome = forms.CharField(
        label="What came of it?",
        max_length=OUTCOME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={
            "required": "Enter what came of it",
            "max_length": f"What came of it must be {OUTCOME_LENGTH:,} characters or fewer",
        },
    )


class PutRightForm(OutcomeForm):
    """The same for a letter that came back."""

    is_put_right = forms.BooleanField(
        label="The address on the record was put right, so take the flag down", required=False
    )


class TaskFilterForm(forms.Form):
    """The filters of the list of tasks."""

    kind = forms.ChoiceField(label="Task", required=False, choices=[("", "Any"), *TaskKind.choices])
    who = forms.ChoiceField(label="Whose", required=False, choices=[("", "Anyone's"), (MINE, "Mine")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})


class LetterForm(forms.Form):
    """One field for a hand scanner, which types the code and Enter, or for a reference that someone types."""

    letter = forms.CharField(
        label="Scan the code on the letter, or type its reference",
        help_text="The reference is near the top of the letter, such as K7M2-9QXR-4T or 12345-C",
        max_length=60,
        widget=TextInput(width=30, autocomplete="off", spellcheck=False, attrs={"autofocus": "autofocus"}),
        error_messages={
            "required": "Scan a letter, or enter its reference",
            "max_length": "This is not the code or the reference of a letter",
        },
    )
