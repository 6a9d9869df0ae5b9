"""The rows behind keying: one of each kind for a case, each with a version that grows with every save (F27)."""

from datetime import datetime
from typing import Any

from django.db.models import F, Func, Value

from registry.actions.cases.moves import StaleVersion
from registry.actions.cases.problems import CannotKey, KeyingProblem
from registry.models import Case, CaseEntry, EntryKind, StaffUser
from registry.paper import PaperForm


def begin(case: Case, kind: EntryKind, user: StaffUser, at: datetime) -> CaseEntry:
    """Return the entry of this kind, made empty if there is none; taken over from somebody else, its version grows.

    The case is locked by its claim, so two cannot begin at once.
    """
    _note_hand(case, kind, user)
    entry, is_new = CaseEntry.objects.get_or_create(
        case=case, kind=kind, defaults={"by": user, "started_at": at, "saved_at": at}
    )
    if is_new or entry.by_id == user.pk:
        return entry
    return _write(entry, by=user)


def locked_entry(case: Case, kind: EntryKind, version: int) -> CaseEntry:
    """Return the entry, locked until the transaction ends. Raises StaleVersion, CannotKey if it was never opened."""
    entry = CaseEntry.objects.select_for_update().filter(case=case, kind=kind).first()
    if entry is None:
        raise CannotKey(KeyingProblem.NOT_OPENED)
    if entry.version != version:
        raise StaleVersion(entry)
    return entry


def keep_row(case: Case, entry: CaseEntry, user: StaffUser, *, answers: dict[str, Any], at: datetime) -> CaseEntry:
    """Keep what is typed; case and entry are locked."""
    _note_hand(case, EntryKind(entry.kind), user)
    return _write(entry, by=user, answers=answers, saved_at=at)


def finish_row(
    case: Case, entry: CaseEntry, user: StaffUser, *, answers: dict[str, Any], form: PaperForm, at: datetime
) -> CaseEntry:
    """Keep what is typed and what it says, as finished; case and entry are locked."""
    _note_hand(case, EntryKind(entry.kind), user)
    return _write(entry, by=user, answers=answers, form=form.as_json(), saved_at=at, finished_at=at)


def _note_hand(case: Case, kind: EntryKind, user: StaffUser) -> None:
    """Remember everybody who has the first keying open: not the one alone who happens to finish it (T18)."""
    if kind != EntryKind.FIRST or user.pk in case.first_keyers:
        return
    grown = Func(F("first_keyers"), Value(user.pk), function="array_append")
    Case.objects.filter(pk=case.pk).exclude(first_keyers__contains=[user.pk]).update(first_keyers=grown)


def _write(entry: CaseEntry, **columns: Any) -> CaseEntry:
    CaseEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1, **columns)
    return CaseEntry.objects.get(pk=entry.pk)
