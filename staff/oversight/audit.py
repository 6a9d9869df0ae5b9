"""The audit, by its questions. Everything is asked by POST: what is asked about must not stand in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from registry.actions.oversight import read_trail
from registry.clock import now
from registry.permissions import Permission
from registry.queries.audit_trail import Question, Trail, accounts
from registry.spreadsheets import csv_table
from staff.oversight.forms import CaseQuestion, PersonQuestion, StaffQuestion
from staff.pages import StaffPage, actor, read_id, staff_context

HEADER = ("When", "Who", "What", "Why", "How", "About", "Person", "Details")
NOT_THE_QUESTION = {"csrfmiddlewaretoken", "after", "as"}


class AuditHome(StaffPage):
    permission = Permission.READ_AUDIT
    template_name = "staff/oversight/audit.jinja"


class AuditQuestion(View):
    """One question: its form, its answer in pages, and the same as a table for spreadsheets."""

    permission = Permission.READ_AUDIT
    title: str
    form: Any

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, "audit-question", form=self.make_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._page(request, "audit-question", status=422, form=form)
        as_table = request.POST.get("as") == "table"
        after = read_id(request.POST.get("after", "")) or 0
        question: Question = form.question()
        found = read_trail(question=question, after=after, as_table=as_table, by=actor(request), at=now())
        if as_table:
            return table(found, f"audit-{question.kind}.csv")
        asked = [(name, text) for name, text in request.POST.items() if name not in NOT_THE_QUESTION]
        return self._page(request, "audit-answer", trail=found, asked=asked, is_first=not after)

    def make_form(self, *data: Any) -> Any:
        """Make the question's form."""
        return self.form(*data)

    def _page(self, request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"title": self.title, **staff_context(request)}
        return render(request, f"staff/oversight/{name}.jinja", context, status=status)


class AuditPerson(AuditQuestion):
    title = "Who looked at this person?"
    form = PersonQuestion


class AuditCase(AuditQuestion):
    title = "Who looked at this case?"
    form = CaseQuestion


class AuditStaff(AuditQuestion):
    title = "What did this member of staff look at?"
    form = StaffQuestion

    def make_form(self, *data: Any) -> Any:
        """Make the form with everyone who has or had an account."""
        return StaffQuestion(*data, accounts=accounts())


def table(found: Trail, name: str) -> HttpResponse:
    """Answer with a file for spreadsheets, of text only."""
    rows = [
        (row.at.isoformat(), row.who, row.what, row.reason, row.channel, row.about, row.person, row.details)
        for row in found.rows
    ]
    response = HttpResponse(csv_table(HEADER, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
