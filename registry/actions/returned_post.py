"""A letter that comes back: the letter is marked, the person flagged, and a task made to put the address right."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import audit
from registry.actions.claims import staff_user
from registry.actions.tasks import create_task, finish_task
from registry.models import AuditAction, FlagKind, Message, PersonFlag, Task, TaskKind
from registry.nhs_number import NHSNumber
from registry.parties import Actor, staff_id
from registry.permissions import Permission, check
from registry.policies import LONDON
from registry.queries.letters import letters
from registry.queries.working_days import closing, working_days_later

WORKING_DAYS_TO_PUT_RIGHT = 5


class NoSuchLetter(Exception):
    """We never sent such a letter."""


def mark_returned(*, message_id: UUID, by: Actor, at: datetime) -> bool:
    """Write down that a letter came back, once; return False if that was written down before.

    Raises NoSuchLetter, NotPermitted.
    """
    check(staff_user(by), Permission.DO_TASKS)
    with transaction.atomic():
        letter = letters().filter(public_id=message_id).select_for_update().first()
        if letter is None:
            raise NoSuchLetter("there is no such letter")
        if letter.returned_at:
            return False
        Message.objects.filter(pk=letter.pk).update(returned_at=at)
        _record(AuditAction.POST_RETURNED, letter.nhs_number, letter, by, at)
        if letter.nhs_number:
            _raise_flag(letter, by, at)
        _ask_for_another_address(letter, by, at)
    return True


def clear_flag(*, nhs_number: NHSNumber, kind: FlagKind, by: Actor, at: datetime) -> bool:
    """Take a flag down, as when the address was put right; return False if none was up. Raises NotPermitted."""
    check(staff_user(by), Permission.DO_TASKS)
    with transaction.atomic():
        up = PersonFlag.objects.select_for_update().filter(nhs_number=nhs_number, kind=kind, cleared_at=None).first()
        if up is None:
            return False
        PersonFlag.objects.filter(pk=up.pk).update(cleared_at=at, cleared_by_id=staff_id(by))
        audit.record(AuditAction.FLAG_CLEARED, by=by, at=at, subject=nhs_number, about=("flag", kind))
    return True


def finish_returned_post(*, task_id: UUID, outcome: str, by: Actor, at: datetime) -> Task:
    """End a task of a letter that came back, and take the person's flag down: their address was put right.

    Raises NoSuchTask, TaskIsDone, CannotClaim, NotPermitted.
    """
    with transaction.atomic():
        task = finish_task(task_id=task_id, outcome=outcome, by=by, at=at)
        if task.nhs_number:
            clear_flag(nhs_number=task.nhs_number, kind=FlagKind.POST_RETURNED, by=by, at=at)
    return task


def _raise_flag(letter: Message, by: Actor, at: datetime) -> None:
    # Somebody may raise the same flag at this instant for another letter: it is up once all the same.
    flag = PersonFlag(
        nhs_number=letter.nhs_number,
        kind=FlagKind.POST_RETURNED,
        message=letter,
        raised_at=at,
        raised_by_id=staff_id(by),
    )
    PersonFlag.objects.bulk_create([flag], ignore_conflicts=True)


def _ask_for_another_address(letter: Message, by: Actor, at: datetime) -> None:
    last_day = working_days_later(at.astimezone(LONDON).date(), WORKING_DAYS_TO_PUT_RIGHT)
    create_task(
        kind=TaskKind.RETURNED_POST,
        due_at=closing(last_day),
        nhs_number=letter.nhs_number,
        message_id=letter.pk,
        by=by,
        at=at,
    )


def _record(action: AuditAction, subject: NHSNumber | None, letter: Message, by: Actor, at: datetime) -> None:
    audit.record(action, by=by, at=at, subject=subject, about=("message", str(letter.public_id)))
