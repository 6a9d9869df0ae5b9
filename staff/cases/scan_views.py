"""The only way to a scan's pictures: asked for one at a time, written down, never kept by a browser."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from registry.actions.cases.moves import OwnRecord
from registry.actions.cases.scan_views import open_page, open_pdf
from registry.clock import now
from registry.permissions import Permission
from registry.queries.scans import ScanNotFound
from staff.pages import actor

# Even if one of these answers were taken for a page, nothing in it could run or load.
SANDBOX = "sandbox; default-src 'none'"


class ScanPageImage(View):
    """One page as a picture."""

    permission = Permission.SEE_WORK
    shows_person = True

    def get(self, request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
        try:
            picture = open_page(scan_id=public_id, number=number, by=actor(request), at=now())
        except (ScanNotFound, OwnRecord) as error:
            raise Http404 from error
        return sealed(HttpResponse(picture, content_type="image/jpeg"))


class ScanPdf(View):
    """All pages as a PDF of our pictures, to be printed."""

    permission = Permission.SEE_WORK
    shows_person = True

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            made = open_pdf(scan_id=public_id, by=actor(request), at=now())
        except (ScanNotFound, OwnRecord) as error:
            raise Http404 from error
        response = sealed(HttpResponse(made, content_type="application/pdf"))
        response["Content-Disposition"] = 'attachment; filename="scan.pdf"'
        return response


def sealed(response: HttpResponse) -> HttpResponse:
    """Let nobody keep it, guess at it, or run anything in it."""
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
