"""The first page after signing in: what waits for whoever it is."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from registry.clock import now
from registry.queries.my_work import my_work
from staff.pages import ANY_STAFF, StaffPage, member
from staff.work.worklist_views import line_of


class Home(StaffPage):
    permission = ANY_STAFF
    template_name = "staff/home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work = my_work(user=member(self.request), at=now())
        return super().get_context_data(
            work=work,
            lines=[line_of(item) for item in work.forms],
            idle_minutes=settings.STAFF_SESSION_IDLE // timedelta(minutes=1),
            **kwargs,
        )
