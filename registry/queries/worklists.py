"""The paper forms that wait, oldest first, and how many there are.

Every page reads 25 rows by an index whose order is the list's, one short scan for each state, so that 100,000 open
forms cost what 100 do. Counts stop at 1,000 for the same reason: nobody steers a room by the digits beyond.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from registry.models import OPEN_CASE_STATES, Case, CaseState, FormType, StaffUser
from registry.queries.case_clocks import Clock, Days, clock_of, due_words, today
from registry.queries.workable import NOT_LEFT, may_work_on

ORDER = ("received_on", "pk")
COLUMNS = (
    "public_id", "reference", "form_type", "state", "received_on", "due_on", "second_check", "first_keyers",
    "claimed_until", "assigned_to__display_name", "assigned_to__is_active", "claimed_by__display_name",
)  # fmt: skip


ANY_DAY, NOBODY = Days(), 0

# One short scan for each state. Open states are written out, or PostgreSQL would not see that its indexes of open forms
# fit. Whoever keyed any of a form first does not see it while it needs somebody else.
HEADS = """
SELECT candidate.id FROM unnest(%(states)s::text[]) AS wanted(state), LATERAL (
    SELECT candidate.id, candidate.received_on FROM registry_case candidate
    WHERE candidate.state = wanted.state
    AND candidate.state IN ('received', 'to_enter', 'to_check', 'to_settle', 'to_decide')
    AND {not_left}{conditions}
    ORDER BY {first}{order} LIMIT %(wanted)s
) candidate ORDER BY {order} LIMIT %(wanted)s
"""


class NoSuchPlace(Exception):
    """The form at which the page should begin is not there."""


@dataclass(frozen=True)
class Filters:
    """What a worklist is narrowed to. `assigned_to`: None for everybody's, NOBODY, else an account."""

    states: Sequence[CaseState] = OPEN_CASE_STATES
    form_type: FormType | None = None
    assigned_to: int | None = None
    received: Days = ANY_DAY


@dataclass(frozen=True)
class Place:
    """Where a page lies: right after, or right before, the form with this public id."""

    public_id: UUID
    is_before: bool = False


@dataclass(frozen=True)
class WorkItem:
    """One form that waits. `may_open` says whether whoever looks may work on it."""

    public_id: UUID
    reference: str
    form_type: str
    state: CaseState
    received_on: date
    due_on: date
    due: str
    clock: Clock
    assigned_to: str
    held_by: str
    held_until: datetime | None
    is_held_by_me: bool
    may_open: bool


@dataclass(frozen=True)
class WorklistPage:
    """Up to 25 forms, oldest first, with the places of the pages beside this one."""

    items: Sequence[WorkItem]
    next: Place | None = None
    previous: Place | None = None


def worklist(filters: Filters, place: Place | None, *, user: StaffUser, at: datetime) -> WorklistPage:
    """Return one page of the forms that fit. Raises NoSuchPlace."""
    is_before = bool(place and place.is_before)
    found = _ids(filters, _point(place), user, is_before=is_before)
    items = [item_of(case, user, at) for case in _rows(found[: settings.WORKLIST_PAGE])]
    has_more = len(found) > settings.WORKLIST_PAGE
    first, last = (items[0], items[-1]) if items else (None, None)
    return WorklistPage(
        items,
        next=Place(last.public_id) if last and (has_more or is_before) else None,
        previous=Place(first.public_id, is_before=True) if first and (has_more if is_before else place) else None,
    )


def my_forms(user: StaffUser, at: datetime) -> list[WorkItem]:
    """Return the forms that this account has open, then those assigned to it that nobody has open; oldest first."""
    held = Case.objects.filter(claimed_by=user, claimed_until__gt=at, state__in=OPEN_CASE_STATES).order_by(*ORDER)
    assigned = _ids(Filters(assigned_to=user.pk), None, user)
    ids = [*held.values_list("pk", flat=True)[: settings.WORKLIST_PAGE], *assigned]
    items = [item_of(case, user, at) for case in _rows(ids[: settings.WORKLIST_PAGE])]
    return sorted(items, key=lambda item: not item.is_held_by_me)


def item_of(case: Case, user: StaffUser, at: datetime) -> WorkItem:
    """Return a form as the list shows it to `user`."""
    is_held = case.claimed_until is not None and case.claimed_until > at
    return WorkItem(
        public_id=case.public_id,
        reference=case.reference,
        form_type=FormType(case.form_type).label,
        state=CaseState(case.state),
        received_on=case.received_on,
        due_on=case.due_on,
        due=due_words(case.due_on, today(at)),
        clock=clock_of(case.received_on, today(at)),
        assigned_to=_assignee(case),
        held_by=case.claimed_by.display_name if is_held and case.claimed_by else "",
        held_until=case.claimed_until if is_held else None,
        is_held_by_me=is_held and case.claimed_by_id == user.pk,
        may_open=may_work_on(user, case),
    )


def _assignee(case: Case) -> str:
    if case.assigned_to is None:
        return ""
    return case.assigned_to.display_name + ("" if case.assigned_to.is_active else " (account suspended)")


def _ids(filters: Filters, point: tuple[date, int] | None, user: StaffUser, *, is_before: bool = False) -> list[int]:
    """Return the ids of one page and one more, nearest to the point first."""
    asked: dict[str, Any] = {
        "states": list(filters.states),
        "me": user.pk,
        "form_type": filters.form_type,
        "assigned_to": filters.assigned_to,
        "since": filters.received.since,
        "until": filters.received.until,
        "wanted": settings.WORKLIST_PAGE + 1,
        "day": point and point[0],
        "pk": point and point[1],
    }
    way = "DESC" if is_before else "ASC"
    order = f"candidate.received_on {way}, candidate.id {way}"
    conditions = "".join(f" AND {condition}" for condition in _conditions(filters, point, is_before=is_before))
    # PostgreSQL reads the index of nobody's forms in order only if its empty column is named in the order too.
    first = f"candidate.assigned_to_id {way}, " if filters.assigned_to == NOBODY else ""
    with connection.cursor() as cursor:
        cursor.execute(HEADS.format(not_left=NOT_LEFT, conditions=conditions, first=first, order=order), asked)
        return [pk for (pk,) in cursor.fetchall()]


def _conditions(filters: Filters, point: tuple[date, int] | None, *, is_before: bool) -> Iterator[str]:
    if filters.form_type:
        yield "candidate.form_type = %(form_type)s"
    if filters.assigned_to is not None:
        yield f"candidate.assigned_to_id {'IS NULL' if filters.assigned_to == NOBODY else '= %(assigned_to)s'}"
    if filters.received != ANY_DAY:
        yield "candidate.received_on >= %(since)s AND candidate.received_on < %(until)s"
    if point:
        yield f"(candidate.received_on, candidate.id) {'<' if is_before else '>'} (%(day)s, %(pk)s)"


def _point(place: Place | None) -> tuple[date, int] | None:
    if place is None:
        return None
    found = Case.objects.filter(public_id=place.public_id).only(*ORDER).first()
    if found is None:
        raise NoSuchPlace("the list has no such place")
    return found.received_on, found.pk


def _rows(ids: Sequence[int]) -> list[Case]:
    """Read what the list shows, and no more; oldest first."""
    cases = Case.objects.filter(pk__in=ids).select_related("assigned_to", "claimed_by")
    return list(cases.only(*COLUMNS).order_by(*ORDER))
