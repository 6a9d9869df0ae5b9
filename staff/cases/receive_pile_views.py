"""A pile of scans, those that no code files, and what their pages show."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from registry.actions.cases.bulk import Outcome, file_as_new_case, file_by_reference, receive_loose
from registry.actions.cases.filing import CannotFile
from registry.actions.cases.page_kinds import mark_pages
from registry.actions.cases.receiving import KeyReused
from registry.clock import now
from registry.models import Case
from registry.queries.cases import CaseNotFound
from registry.queries.scans import ScanNotFound, ShownScan, get_scan, unfiled_scans
from staff.cases.receive_forms import FileScanForm, PageKindsForm, PileForm
from staff.cases.receive_views import DECIDED, ReceivingPage
from staff.cases.receive_words import outcome_words
from staff.cases.uploads import read
from staff.pages import actor


class ReceivePile(ReceivingPage):
    """Many files at once. A script sends them one by one and shows how far it is; without it they come together."""

    template_name = "staff/cases/receive-pile.jinja"
    most_files = settings.SCANS_AT_ONCE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PileForm(initial={"received_on": timezone.localdate()}))
        return super().get_context_data(most_files=self.most_files, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """File what can be filed, and say of each file what became of it."""
        form = PileForm(request.POST, request.FILES)
        wants_json = request.headers.get("Accept") == "application/json"
        if not form.is_valid():
            return JsonResponse({"is_wrong": True}) if wants_json else self.show(form)
        rows = [self.take_in(upload, form.cleaned_data) for upload in form.cleaned_data["scans"]]
        if wants_json:
            return JsonResponse({"rows": rows})
        context = self.get_context_data(form=form, rows=rows)
        return self.response_class(request, ["staff/cases/receive-pile-done.jinja"], context)

    def take_in(self, upload: "UploadedFile[bytes]", typed: dict[str, Any]) -> dict[str, str]:
        """Take in one file and say what became of it."""
        name, data = read(upload)
        upload.close()
        came = {"arrived_by": typed["arrived_by"], "received_on": typed["received_on"]}
        return row(receive_loose(data=data, name=name, **came, by=actor(self.request), at=now()))


def row(outcome: Outcome) -> dict[str, str]:
    """Return one line of the result."""
    case = outcome.case
    return {
        "name": outcome.name,
        "words": outcome_words(outcome),
        "reference": case.reference if case else "",
        "url": reverse("staff:case-received", args=[case.public_id]) if case else "",
    }


class UnfiledScanList(ReceivingPage):
    """Scans that wait for someone to say where they belong."""

    template_name = "staff/cases/receive-unfiled.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scans=unfiled_scans(), **kwargs)


class UnfiledScan(ReceivingPage):
    """One of them: its pictures beside the question."""

    template_name = "staff/cases/receive-file.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", FileScanForm(initial={"received_on": timezone.localdate()}))
        return super().get_context_data(scan=_scan(kwargs["public_id"]), **kwargs)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """File it, and go on to the case's reference."""
        form = FileScanForm(request.POST)
        if not form.is_valid():
            return self.show(form, public_id=public_id)
        try:
            case = self.file(public_id, form)
        except CaseNotFound:
            form.add_error("reference", "No case has this reference")
        except CannotFile:
            form.add_error("reference", DECIDED)
        except KeyReused as reused:
            form.add_error(None, f"This scan is already filed under case {reused.reference}")
        except ScanNotFound as error:
            raise Http404 from error
        else:
            return redirect("staff:case-received", public_id=case.public_id)
        return self.show(form, public_id=public_id)

    def file(self, scan_id: UUID, form: FileScanForm) -> Case:
        """Do what the form says."""
        typed = dict(form.cleaned_data)
        reference = typed.pop("reference")
        if typed.pop("where") == FileScanForm.EXISTING:
            return file_by_reference(scan_id=scan_id, reference=reference, by=actor(self.request), at=now())
        return file_as_new_case(scan_id=scan_id, **typed, by=actor(self.request), at=now())


class ScanPages(ReceivingPage):
    """What each page shows, as copies of identity papers are destroyed first."""

    template_name = "staff/cases/receive-pages.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scan = _scan(kwargs["public_id"])
        kwargs.setdefault("form", PageKindsForm(pages=scan.pages))
        return super().get_context_data(scan=scan, **kwargs)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Keep it, and go back to the case or to the list."""
        scan = _scan(public_id)
        form = PageKindsForm(request.POST, pages=scan.pages)
        if not form.is_valid():
            return self.show(form, public_id=public_id)
        mark_pages(scan_id=public_id, kinds=form.kinds(), by=actor(request), at=now())
        if scan.case_id:
            return redirect("staff:case-received", public_id=scan.case_id)
        return redirect("staff:unfiled-scan-list")


def _scan(scan_id: UUID) -> ShownScan:
    try:
        return get_scan(scan_id)
    except ScanNotFound as error:
        raise Http404 from error
