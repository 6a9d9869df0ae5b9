"""The rows behind keying: one of each kind for a case, each with a version that grows with every save (F27)."""

from datetime import datetime
from typing import Any

from django.db.models import F

from registry.actions.cases.moves import StaleVersion
from registry.actions.cases.problems import CannotKey, KeyingProblem
from registry.models import Case, CaseEntry, EntryKind, StaffUser
from registry.paper import PaperForm


def begin(case: Case, kind: EntryKind, user: StaffUser, at: datetime) -> CaseEntry:
    """Return the entry of this kind, made empty if there is none; taken over from somebody else, its version grows.

    The case is locked by its claim, so two cannot begin at once.
    """
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


def keep_row(entry: CaseEntry, user: StaffUser, answers: dict[str, Any], at: datetime) -> CaseEntry:
    """Keep what is typed; `entry` is locked."""
    return _write(entry, by=user, answers=answers, saved_at=at)


def finish_row(entry: CaseEntry, user: StaffUser, answers: dict[str, Any], form: PaperForm, at: datetime) -> CaseEntry:
    """Keep what is typed and what it says, as finished; `entry` is locked."""
    return _write(entry, by=user, answers=answers, form=form.as_json(), saved_at=at, finished_at=at)


def _write(entry: CaseEntry, **columns: Any) -> CaseEntry:
    CaseEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1, **columns)
    return CaseEntry.objects.get(pk=entry.pk)
