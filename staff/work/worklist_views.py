"""The worklist, and taking forms from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from registry.actions.claims import release, take_next
from registry.clock import now
from registry.models import Case
from registry.permissions import Permission
from registry.queries.case_clocks import Clock, today
from registry.queries.colleagues import colleagues
from registry.queries.workable import default_states, workable_states
from registry.queries.worklist_counts import Count, counts, total
from registry.queries.worklists import NoSuchPlace, Place, WorkItem, worklist
from staff.pages import StaffPage, actor, member
from staff.work.forms import AssignForm, FilterForm
from staff.work.where_to import page_of

NOTHING_TO_TAKE = "nothing"
FILTERS = ("state", "type", "who", "due")


@dataclass(frozen=True)
class Line:
    """One form of the list. `url` leads to where it is worked on, or to what is known of it."""

    item: WorkItem
    url: str


@dataclass(frozen=True)
class CountRow:
    """One line of the table of counts: each figure with the filter that shows it."""

    label: str
    cells: tuple[tuple[Count, str], ...]


class Worklist(StaffPage):
    """The forms that wait, oldest first."""

    permission = Permission.SEE_WORK
    template_name = "staff/work/worklist.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**worklist_context(self.request), **kwargs)


class TakeNext(View):
    """Claim the oldest form that this member of staff may work on, and go to its page."""

    permission = Permission.SEE_WORK

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        case = take_next(by=actor(request), at=now())
        if case is None:
            return redirect(f"{reverse('staff:worklist')}?taken={NOTHING_TO_TAKE}")
        return redirect(page_of(case.state, case.public_id))


class GiveBack(View):
    """Give a form back, to whoever takes the next one."""

    permission = Permission.SEE_WORK

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        release(Case, public_id, by=actor(request))
        return redirect(worklist_url(request))


def worklist_context(request: HttpRequest, assigning: AssignForm | None = None) -> dict[str, Any]:
    """Return what the page of the list draws: with the form of an assignment that was refused, or a fresh one."""
    user, at, people = member(request), now(), colleagues()
    filters = FilterForm(request.GET, user=user, people=people)
    if not filters.is_valid():
        raise BadRequest("no such filter")
    try:
        page = worklist(filters.filters(today(at)), _place(request), user=user, at=at)
    except NoSuchPlace as error:
        raise BadRequest("no such place in this list") from error
    return {
        "filters": filters,
        "form": assigning or AssignForm(people=people),
        "lines": [line_of(item) for item in page.items],
        "is_first": _place(request) is None,
        "next_url": _beside(request, page.next),
        "previous_url": _beside(request, page.previous),
        "back_to": request.GET.urlencode(),
        "rows": list(_count_rows(request, at)),
        "clocks": [clock.label for clock in Clock],
        "may_take": bool(workable_states(user)),
        "nothing_to_take": request.GET.get("taken") == NOTHING_TO_TAKE,
        "changed_hands": request.GET.get("assigned", ""),
        "left_to_others": request.GET.get("left", ""),
    }


def line_of(item: WorkItem) -> Line:
    """Return a form with its address: its work, if whoever looks may do that now."""
    is_free = not item.held_by or item.is_held_by_me
    if item.may_open and is_free:
        return Line(item, page_of(item.state, item.public_id))
    return Line(item, reverse("staff:case-detail", args=[item.public_id]))


def worklist_url(request: HttpRequest, **more: str) -> str:
    """Return the list as it was narrowed before, from its first page."""
    kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return f"{reverse('staff:worklist')}{_query({**kept, **more})}"


def _query(parts: Mapping[str, str]) -> str:
    return f"?{urlencode(parts)}" if parts else ""


def _place(request: HttpRequest) -> Place | None:
    for name in ("after", "before"):
        if text := request.GET.get(name, ""):
            try:
                return Place(UUID(text), is_before=name == "before")
            except ValueError as error:
                raise BadRequest("no such place in this list") from error
    return None


def _beside(request: HttpRequest, place: Place | None) -> str:
    if place is None:
        return ""
    return worklist_url(request, **{"before" if place.is_before else "after": str(place.public_id)})


def _count_rows(request: HttpRequest, at: datetime) -> list[CountRow]:
    states = default_states(member(request))
    found = counts(at, states)
    rows = [
        CountRow(
            state.label,
            (
                *((found[state, clock], _filtered(state=state, due=clock)) for clock in Clock),
                (total(found, state=state), _filtered(state=state)),
            ),
        )
        for state in states
    ]
    everything = tuple((total(found, clock=clock), _filtered(due=clock)) for clock in Clock)
    return [*rows, CountRow("All of these", (*everything, (total(found), _filtered())))]


def _filtered(**parts: str) -> str:
    return f"{reverse('staff:worklist')}{_query(parts)}"
