"""The first page after signing in."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from staff.pages import ANY_STAFF, StaffPage


class Home(StaffPage):
    permission = ANY_STAFF
    template_name = "staff/home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(idle_minutes=settings.STAFF_SESSION_IDLE // timedelta(minutes=1), **kwargs)
