"""Staff look people up. Every look is written down, and committed, before anything of it is shown (house rule 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction

from registry import audit, limits
from registry.actions.claims import staff_user
from registry.actions.looking import before_showing
from registry.actions.tasks import create_task
from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.matching import name_key
from registry.models import AuditAction, Call, CallState, Case, StaffUser, TaskKind
from registry.nhs_number import NHSNumber
from registry.own_record import is_at_home, is_own
from registry.parties import Actor, staff_id
from registry.queries.people_search import Found, LookUpReason, Terms, TooManyFound, search
from registry.queries.person_page import PersonPage, person_page

REASON_LENGTH = 200
SHOWN = {AuditAction.PERSON_VIEWED: "masked", AuditAction.PERSON_REVEALED: "contact"}
ALERT_DUE = timedelta(days=1)


class NoSuchCase(Exception):
    """The case that is given as the reason does not exist."""


class OwnRecord(Exception):
    """This record is the one of the member of staff who asks. Their supervisor has been told."""


class TooManyViews(Exception):
    """More records were opened within the hour than the limit. Their supervisor has been told."""


@dataclass(frozen=True)
class Grounds:
    """Why staff look: a reason of the list, words where it is none of the list, and the case behind it, if any."""

    reason: LookUpReason
    words: str = ""
    case_reference: str = ""

    def as_text(self) -> str:
        """Return the reason as the audit keeps it."""
        return f"{self.reason.value}: {self.words}"[:REASON_LENGTH] if self.words else self.reason.value


def search_people(*, terms: Terms, grounds: Grounds, by: Actor, at: datetime) -> list[Found]:
    """Look for people, and write down how and why, never for whom, before the answer is given.

    Raises NoSuchCase, TooManyFound, NotWrittenDown, DirectoryUnavailable.
    """
    about = behind(grounds, by)
    try:
        found, count = search(terms), None
    except TooManyFound as error:
        found, count = [], error.count
    details: dict[str, int | str] = {"kind": terms.kind.value, "results": len(found) if count is None else count}
    _write_down(
        AuditAction.PEOPLE_SEARCHED,
        by=by,
        at=at,
        subject=terms.nhs_number,
        about=about,
        reason=grounds.as_text(),
        details=details,
    )
    if count is not None:
        raise TooManyFound(count)
    return found


def open_person(*, number: NHSNumber, grounds: Grounds, by: Actor, at: datetime) -> PersonPage:
    """Write down that `by` opens this record, and return it with contact details masked.

    Raises OwnRecord, TooManyViews, NotWrittenDown, PersonNotFound, DirectoryUnavailable.
    """
    _count_view(by, at)
    person = _look(AuditAction.PERSON_VIEWED, number, grounds, by=by, at=at)
    return person_page(person, is_masked=True)


def reveal_person(*, number: NHSNumber, grounds: Grounds, by: Actor, at: datetime) -> PersonPage:
    """Write down that `by` uncovers contact details, and return the record with them. Raises as `open_person` does."""
    person = _look(AuditAction.PERSON_REVEALED, number, grounds, by=by, at=at)
    return person_page(person, is_masked=False)


def behind(grounds: Grounds, by: Actor) -> tuple[str, str]:
    """Return the case, or else the call that `by` has open, that a look is about. Raises NoSuchCase."""
    if grounds.case_reference:
        if not Case.objects.filter(reference=grounds.case_reference).exists():
            raise NoSuchCase("there is no case with this reference")
        return ("case", grounds.case_reference)
    calls = Call.objects.filter(agent_id=staff_id(by)).exclude(state=CallState.ENDED).order_by("-started_at")
    if grounds.reason == LookUpReason.CALL and (call := calls.first()):
        return ("call", str(call.public_id))
    return ("", "")


def check_not_own(user: StaffUser, number: NHSNumber, *, by: Actor, at: datetime) -> None:
    """Raise OwnRecord, and tell a supervisor, if this is the record of the member of staff themselves (T19)."""
    if not is_own(user, number):
        return
    with transaction.atomic(durable=True):
        audit.record(AuditAction.PERSON_REFUSED, by=by, at=at, subject=number, reason="own record")
        _alert(f"{user.display_name} tried to open their own record. It was not shown.", by, at)
    raise OwnRecord("staff may not open their own record")


def _look(action: AuditAction, number: NHSNumber, grounds: Grounds, *, by: Actor, at: datetime) -> Demographics:
    """Refuse one's own record, by the number asked for and by the current one; write down the rest."""
    user = staff_user(by)
    check_not_own(user, number, by=by, at=at)
    person = get_directory().get(number)
    check_not_own(user, person.nhs_number, by=by, at=at)
    _write_down(
        action,
        by=by,
        at=at,
        subject=person.nhs_number,
        about=behind(grounds, by),
        reason=grounds.as_text(),
        details={"shown": SHOWN[action], **nearness(user, person)},
    )
    return person


def nearness(user: StaffUser, person: Demographics) -> dict[str, int | str]:
    """Say, for whoever reviews look-ups, in what way this person may be close to the member of staff."""
    near: dict[str, int | str] = {}
    if name_key(user.family_name) == name_key(person.family_name) != "":
        near["own_surname"] = 1
    if is_at_home(user, person.postcode):
        near["own_home"] = 1
    return near


def _count_view(by: Actor, at: datetime) -> None:
    """Count first, so that what is refused counts too; the first refusal within the hour tells a supervisor (T17)."""
    count, most = limits.PERSON_VIEWS.count(by.id), limits.PERSON_VIEWS.maximum()
    if count <= most:
        return
    with transaction.atomic(durable=True):
        audit.record(AuditAction.PERSON_REFUSED, by=by, at=at, reason="too many records in an hour")
        if count == most + 1:
            _alert(f"{staff_user(by).display_name} opened {most} records within an hour and asked for more.", by, at)
    raise TooManyViews("too many records were opened within the hour")


def _alert(detail: str, by: Actor, at: datetime) -> None:
    create_task(kind=TaskKind.REVIEW_LOOK_UP, detail=detail, due_at=at + ALERT_DUE, by=by, at=at)


def _write_down(action: AuditAction, **what: Unpack[audit.Happening]) -> None:
    """Commit the audit row by itself: what is shown next has its trace whatever happens. Raises NotWrittenDown."""
    with before_showing():
        audit.record(action, **what)
