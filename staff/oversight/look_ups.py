"""Unusual look-ups of a week, for supervisors to ask about and write down what they found."""

from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from registry.actions.oversight import CannotReview, mark_reviewed, open_look_ups
from registry.clock import now
from registry.permissions import Permission
from registry.queries.look_ups import SIGNS, WEEK, WeekOfLooks, monday_of
from staff.oversight.forms import ReviewForm
from staff.pages import actor, staff_context

OWN = "Someone else must review your own look-ups"


class LookUpList(View):
    permission = Permission.REVIEW_LOOK_UPS

    def get(self, request: HttpRequest) -> HttpResponse:
        week = self._open(request)
        return self._page(request, week, make_form(week))

    def post(self, request: HttpRequest) -> HttpResponse:
        week = self._open(request)
        form = make_form(week, request.POST)
        if not form.is_valid():
            return self._page(request, week, form, status=422)
        note = form.cleaned_data["note"]
        try:
            mark_reviewed(monday=week.monday, staff=form.staff(), note=note, by=actor(request), at=now())
        except CannotReview:
            form.add_error("whose", OWN)
            return self._page(request, week, form, status=422)
        return redirect(f"{reverse('staff:look-up-list')}?week={week.monday}")

    def _open(self, request: HttpRequest) -> WeekOfLooks:
        return open_look_ups(monday=read_week(request.GET.get("week", "")), by=actor(request), at=now())

    def _page(self, request: HttpRequest, week: WeekOfLooks, form: ReviewForm, status: int = 200) -> HttpResponse:
        this_week = monday_of(timezone.localdate())
        context = {
            "week": week,
            "form": form,
            "signs": list(SIGNS.values()),
            "last_day": week.monday + WEEK - timedelta(days=1),
            "earlier": week.monday - WEEK,
            "later": week.monday + WEEK if week.monday < this_week else None,
        }
        return render(request, "staff/oversight/look-ups.jinja", staff_context(request) | context, status=status)


def make_form(week: WeekOfLooks, *data: object) -> ReviewForm:
    """Make the form with those who are on the list."""
    return ReviewForm(*data, lookers=[(looker.staff, looker.name) for looker in week.lookers])


def read_week(text: str) -> date:
    """Read which week, by its Monday; nothing means this week. Raises BadRequest."""
    this_week = monday_of(timezone.localdate())
    if not text:
        return this_week
    try:
        monday = date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest("not a week") from error
    if monday.weekday() or not date(2020, 1, 1) < monday <= this_week:
        raise BadRequest("not a week")
    return monday
