"""Messages that failed or came too late: what and why, never whose."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from registry.actions.staff_views import open_undelivered_messages
from registry.clock import now
from registry.permissions import Permission
from registry.spreadsheets import csv_table
from staff.pages import StaffPage, actor, read_id


class UndeliveredMessageList(StaffPage):
    permission = Permission.SEE_MESSAGES
    template_name = "staff/messages/undelivered-message-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        older_than = read_id(self.request.GET.get("older-than", ""))
        page = open_undelivered_messages(older_than=older_than, by=actor(self.request), at=now())
        return super().get_context_data(page=page, older_than=older_than, is_first=older_than is None, **kwargs)


class UndeliveredMessageTable(View):
    """The same page of the list as a table for spreadsheets."""

    permission = Permission.SEE_MESSAGES

    def get(self, request: HttpRequest) -> HttpResponse:
        older_than = read_id(request.GET.get("older-than", ""))
        page = open_undelivered_messages(older_than=older_than, by=actor(request), at=now())
        rows = [(row.reference, row.kind, row.channel, row.ended_at, row.problem, row.tries) for row in page.messages]
        table = csv_table(("Reference", "Message", "By", "Ended", "Why", "Tries"), rows)
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="undelivered-messages.csv"'
        return response
