"""Reports: a page with tables and charts, and the same as a table for spreadsheets."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from registry.actions.oversight import read_report
from registry.clock import now
from registry.permissions import Permission, may
from registry.queries.reports import Report, as_rows
from registry.spreadsheets import csv_table
from staff.oversight.forms import PeriodForm
from staff.pages import actor, member, staff_context


class ReportPage(View):
    """Nothing personal stands in a period, so it may stand in the address."""

    permission = Permission.SEE_REPORTS
    as_table = False

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PeriodForm(request.GET if "period" in request.GET else {"period": PeriodForm.THIS_WEEK})
        if not form.is_valid():
            context = {"form": form, "report": None, "query": ""}
            return render(request, "staff/oversight/report.jinja", staff_context(request) | context, status=422)
        return self.answer(request, form, self._read(request, form))

    def answer(self, request: HttpRequest, form: PeriodForm, found: Report) -> HttpResponse:
        """Draw the page."""
        longest = settings.CLAIM_LASTS // timedelta(minutes=1)
        context = {"form": form, "report": found, "query": request.GET.urlencode(), "longest": longest}
        return render(request, "staff/oversight/report.jinja", staff_context(request) | context)

    def _read(self, request: HttpRequest, form: PeriodForm) -> Report:
        first, last = form.days(timezone.localdate())
        # Figures of single members of staff are for those who assign the work.
        per_agent = may(member(request), Permission.ASSIGN)
        return read_report(
            first=first, last=last, per_agent=per_agent, as_table=self.as_table, by=actor(request), at=now()
        )


class ReportTable(ReportPage):
    as_table = True

    def answer(self, request: HttpRequest, form: PeriodForm, found: Report) -> HttpResponse:
        """Answer with a file of text."""
        del request, form
        table = csv_table(("Part", "What", "Number"), as_rows(found))
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="report-{found.first}-to-{found.last}.csv"'
        return response
