"""Downloads: result, report and receipt of a check, and the sample list."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from portal.organisations.access import ANY_MEMBER, member
from portal.organisations.checks.check_views import READERS, find_check
from portal.organisations.pages import actor, member_context
from registry.actions.checks.collecting import ResultExpired, ResultGone, What, collect
from registry.clock import now
from registry.models import OrganisationRole
from registry.queries.checks import CheckNotFound
from registry.queries.receipts import ReceiptNotFound, receipt_for
from registry.sample_list import SAMPLE_NAME, sample_list

CSV, JWS = "text/csv; charset=utf-8", "application/jose"


class CheckDownload(View):
    """The result or the report while it may be used, streamed; afterwards a page that says so."""

    role = OrganisationRole.CHECK
    what: What = "result"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        """Answer the file, or 410."""
        check = find_check(request, public_id)
        try:
            found = collect(check, self.what, by=actor(request), at=now())
        except (ResultExpired, ResultGone) as error:
            about = {"check": check, "is_expired": isinstance(error, ResultExpired), "what": self.what}
            page = "portal/organisations/checks/gone.jinja"
            return render(request, page, member_context(request) | about, status=410)
        answer = FileResponse(found.file, as_attachment=True, filename=found.name, content_type=CSV)
        answer["Content-Length"] = str(found.size)
        return never_kept(answer)


class CheckReport(CheckDownload):
    """The report of odd lines."""

    what: What = "report"


class CheckReceipt(View):
    """The signed receipt. One that has expired says so."""

    role = READERS

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        """Answer the receipt as a file."""
        try:
            receipt = receipt_for(member(request).organisation, public_id, at=now())
        except (CheckNotFound, ReceiptNotFound) as error:
            raise Http404 from error
        answer = HttpResponse(receipt.token, content_type=JWS)
        answer["Content-Disposition"] = f'attachment; filename="{receipt.name}"'
        return never_kept(answer)


class Sample(View):
    """The list for trying test mode, always the same."""

    role = ANY_MEMBER

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Answer the list as a file."""
        answer = HttpResponse(sample_list(), content_type=CSV)
        answer["Content-Disposition"] = f'attachment; filename="{SAMPLE_NAME}"'
        return answer


def never_kept(answer: HttpResponseBase) -> HttpResponseBase:
    """Tell browsers and proxies to keep no copy, and to take the file for nothing else than it says."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
