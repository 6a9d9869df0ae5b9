"""What staff read about a paper form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from registry.models import ActorKind, AuditEvent, Case, CaseEntry, CaseNote, EntryKind, StaffUser
from registry.nhs_number import NHSNumber
from registry.paper import PaperForm
from registry.paper_differences import Difference, compare


class CaseNotFound(Exception):
    """There is no such case."""


class NothingKeyed(Exception):
    """Nobody has finished keying this form."""


@dataclass(frozen=True)
class CaseEvent:
    """One thing that happened to a case. `who` is empty for the service itself; `moved_to` where it did not move."""

    at: datetime
    action: str
    who: str
    reason: str
    moved_to: str


def get_case(public_id: UUID) -> Case:
    """Return a case with the accounts of those who worked on it. Raises CaseNotFound."""
    try:
        return _with_people(Case.objects.filter(public_id=public_id)).get()
    except Case.DoesNotExist:
        raise CaseNotFound("there is no such case") from None


def get_case_by_reference(reference: str) -> Case:
    """Return a case by what is printed on its letters. Raises CaseNotFound."""
    try:
        return _with_people(Case.objects.filter(reference=reference.strip().upper())).get()
    except Case.DoesNotExist:
        raise CaseNotFound("there is no such case") from None


def _with_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related(
        "logged_by", "entered_by", "checked_by", "decided_by", "claimed_by", "assigned_to", "duplicate_of"
    )


def finished_forms(case: Case) -> dict[EntryKind, PaperForm]:
    """Return what each finished keying of this case says, until that is destroyed."""
    entries = CaseEntry.objects.filter(case=case, finished_at__isnull=False)
    return {EntryKind(entry.kind): PaperForm.from_json(entry.form) for entry in entries if entry.form}


def standing_form(case: Case) -> PaperForm:
    """Return what the form says: as settled, else as the second keying if it agrees with the first, else as the first.

    Raises NothingKeyed.
    """
    forms = finished_forms(case)
    if EntryKind.SETTLED in forms:
        return forms[EntryKind.SETTLED]
    if EntryKind.FIRST not in forms:
        raise NothingKeyed("nobody has finished keying this form")
    first, second = forms[EntryKind.FIRST], forms.get(EntryKind.SECOND)
    return second if second and not compare(first, second) else first


def differences(case: Case) -> list[Difference]:
    """Return where the two keyings differ; none until both are finished."""
    forms = finished_forms(case)
    if {EntryKind.FIRST, EntryKind.SECOND} - set(forms):
        return []
    return compare(forms[EntryKind.FIRST], forms[EntryKind.SECOND])


def numbers_of(case: Case) -> list[NHSNumber]:
    """Return every NHS number that this case is known to be about, in a steady order; unfinished keyings count."""
    entries = CaseEntry.objects.filter(case=case)
    forms = [PaperForm.from_json(entry.form) for entry in entries if entry.form]
    keyed = {person.nhs_number for form in forms for person in form.people if person.nhs_number}
    found = set(case.subjects.values_list("nhs_number", flat=True))
    return sorted(keyed | found, key=lambda number: number.value)


def case_history(case: Case) -> list[CaseEvent]:
    """Return what happened to a case, oldest first, with the names of staff."""
    events = list(AuditEvent.objects.filter(object_type="case", object_id=case.reference).order_by("pk"))
    staff = {event.actor_id for event in events if event.actor_kind == ActorKind.STAFF}
    names = {str(pk): name for pk, name in StaffUser.objects.filter(pk__in=staff).values_list("pk", "display_name")}
    return [
        CaseEvent(
            at=event.at,
            action=event.get_action_display(),
            who=names.get(event.actor_id, ""),
            reason=event.reason,
            moved_to=str(event.details.get("to", "")),
        )
        for event in events
    ]


def notes_on(case: Case) -> list[CaseNote]:
    """Return the notes on a case, oldest first, with who wrote them."""
    return list(CaseNote.objects.filter(case=case).select_related("by").order_by("pk"))
