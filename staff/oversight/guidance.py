"""What readers thought of the guidance and searched for: a page, and the opinions as a table. It names nobody."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from registry.permissions import Permission
from registry.queries.guidance_reports import REASONS, as_rows, opinions
from registry.queries.guidance_searches import searches
from registry.spreadsheets import csv_table
from staff.oversight.forms import PeriodForm
from staff.pages import staff_context

TEMPLATE = "staff/oversight/guidance.jinja"
HEADER = ("Page", "Useful", "Not useful", *(reason.label for reason in REASONS))


class GuidanceReport(View):
    """Nothing personal stands in a period, so it may stand in the address."""

    permission = Permission.SEE_REPORTS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PeriodForm(request.GET if "period" in request.GET else {"period": PeriodForm.MONTH})
        if not form.is_valid():
            context = {"form": form, "opinions": None, "query": ""}
            return render(request, TEMPLATE, staff_context(request) | context, status=422)
        first, last = form.days(timezone.localdate())
        return self.answer(request, form, first, last)

    def answer(self, request: HttpRequest, form: PeriodForm, first: date, last: date) -> HttpResponse:
        """Draw the page."""
        found = opinions(first=first, last=last)
        context = {"form": form, "opinions": found, "reasons": REASONS, "first": first, "last": last}
        context |= {"query": request.GET.urlencode(), "searches": searches(first=first, last=last)}
        return render(request, TEMPLATE, staff_context(request) | context)


class GuidanceTable(GuidanceReport):
    def answer(self, request: HttpRequest, form: PeriodForm, first: date, last: date) -> HttpResponse:
        """Answer with a file of text."""
        del request, form
        table = csv_table(HEADER, as_rows(opinions(first=first, last=last)))
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="guidance-{first}-to-{last}.csv"'
        return response
