"""All that the record holds about one person, as staff may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from registry.demographics import Demographics
from registry.models import (
    Call,
    CallOutcome,
    Case,
    CaseSubject,
    ChangeKind,
    Message,
    MessageProblem,
    PersonFlag,
    PreferenceChange,
    Task,
    WorkState,
)
from registry.nhs_number import NHSNumber
from registry.queries.people import numbers_of
from registry.queries.people_search import masked_name, postcode_start

NEWEST = 50
STATE_WORDS: dict[str, str] = dict(WorkState.choices) | {WorkState.DONE: "Sent"}
HIDDEN = "•"
LAST_DIGITS = 3


@dataclass(frozen=True, repr=False)
class Contact:
    """Who someone is and how to reach them: in full, or masked so that staff can compare but not use it."""

    name: str
    nhs_number: str
    born: str
    born_on: date | None
    address_lines: tuple[str, ...]
    postcode: str
    email: str
    mobile: str


@dataclass(frozen=True, repr=False)
class PersonPage:
    """One person. `changes` is newest first, and the first is the choice that stands; a list ends at 50."""

    contact: Contact
    is_masked: bool
    is_restricted: bool
    died_on: date | None
    changes: Sequence[PreferenceChange]
    reversible: Sequence[PreferenceChange]
    cases: Sequence[Case]
    calls: Sequence["CallLine"]
    messages: Sequence["MessageLine"]
    flags: Sequence[PersonFlag]
    tasks: Sequence[Task]


@dataclass(frozen=True)
class CallLine:
    """A call about this person."""

    started_at: datetime
    reason: str
    outcome: str


@dataclass(frozen=True)
class MessageLine:
    """A message to or about this person: what became of it, never where it went."""

    created_at: datetime
    reference: str
    kind: str
    channel: str
    state: str
    problem: str
    returned_at: datetime | None


def person_page(person: Demographics, *, is_masked: bool) -> PersonPage:
    """Read what is kept under this person's number and under every number that it superseded."""
    numbers = numbers_of(person.nhs_number)
    subjects = CaseSubject.objects.filter(nhs_number__in=numbers).select_related("case").order_by("-pk")[:NEWEST]
    flags = PersonFlag.objects.filter(nhs_number__in=numbers, cleared_at=None).order_by("pk")
    tasks = Task.objects.filter(Q(state="open"), nhs_number__in=numbers).order_by("due_at", "pk")
    changes = changes_of(numbers)
    return PersonPage(
        contact=_masked(person) if is_masked else _in_full(person),
        is_masked=is_masked,
        is_restricted=person.is_restricted,
        died_on=person.date_of_death,
        changes=changes,
        reversible=[change for change in changes if _may_be_a_mistake(change, person.nhs_number)],
        cases=[subject.case for subject in subjects],
        calls=_calls(numbers),
        messages=_messages(numbers),
        flags=list(flags),
        tasks=list(tasks.only("public_id", "kind", "due_at")[:NEWEST]),
    )


def _may_be_a_mistake(change: PreferenceChange, number: NHSNumber) -> bool:
    """A confirmation changed nothing, and what stands under an old number was carried over to this one."""
    return change.nhs_number == number and change.kind != ChangeKind.CONFIRMATION


def changes_of(numbers: Sequence[NHSNumber]) -> list[PreferenceChange]:
    """Return the history of a person under all their numbers, newest first."""
    return list(PreferenceChange.objects.filter(nhs_number__in=numbers).order_by("-pk"))


def _calls(numbers: Sequence[NHSNumber]) -> list[CallLine]:
    rows = Call.objects.filter(nhs_number__in=numbers).order_by("-started_at", "-pk")
    return [
        CallLine(row.started_at, row.get_reason_display(), str(dict(CallOutcome.choices).get(row.outcome, "")))
        for row in rows.only("started_at", "reason", "outcome")[:NEWEST]
    ]


def _messages(numbers: Sequence[NHSNumber]) -> list[MessageLine]:
    rows = Message.objects.filter(nhs_number__in=numbers).order_by("-pk")
    wanted = rows.only("public_id", "kind", "channel", "state", "last_error", "created_at", "returned_at")
    problems = dict(MessageProblem.choices)
    return [
        MessageLine(
            created_at=row.created_at,
            reference=str(row.public_id)[:8],
            kind=row.get_kind_display(),
            channel=row.get_channel_display(),
            state=str(STATE_WORDS[row.state]),
            problem=str(problems.get(row.last_error, row.last_error)),
            returned_at=row.returned_at,
        )
        for row in wanted[:NEWEST]
    ]


def _in_full(person: Demographics) -> Contact:
    """All of it; of a restricted record, nothing that tells where the person is."""
    return Contact(
        name=person.full_name,
        nhs_number=person.nhs_number.spaced,
        born="",
        born_on=person.date_of_birth,
        address_lines=() if person.is_restricted else person.address_lines,
        postcode="" if person.is_restricted else person.postcode,
        email="" if person.is_restricted else person.email,
        mobile="" if person.is_restricted else person.mobile,
    )


def _masked(person: Demographics) -> Contact:
    return Contact(
        name=masked_name(person),
        nhs_number=f"{HIDDEN * 3} {HIDDEN * 3} {person.nhs_number.spaced[-4:]}",
        born=str(person.date_of_birth.year),
        born_on=None,
        address_lines=(),
        postcode=postcode_start(person),
        email="" if person.is_restricted else mask_email(person.email),
        mobile="" if person.is_restricted else mask_mobile(person.mobile),
    )


def mask_mobile(number: str) -> str:
    """Hide all but the last three digits. Source: the policy's masking rule."""
    digits = "".join(number.split())
    return HIDDEN * max(len(digits) - LAST_DIGITS, 0) + digits[-LAST_DIGITS:] if digits else ""


def mask_email(address: str) -> str:
    """Show the first two characters and what follows the @; a short name hides the first domain label as well."""
    name, at, domain = address.partition("@")
    if not at:
        return ""
    label, dot, rest = domain.partition(".")
    shown = name[:2] if len(name) > 2 else name[:1]  # noqa: PLR2004 - two characters may show if more stay hidden
    end = domain if len(name) > 2 else f"{HIDDEN * len(label)}{dot}{rest}"  # noqa: PLR2004 - as above
    return f"{shown}{HIDDEN * max(len(name) - len(shown), 1)}@{end}"
