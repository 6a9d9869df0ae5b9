"""Logging a form with its scan, and what follows."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from ndop.nhsuk.drawings import qr_code
from registry.actions.cases.filing import CannotFile
from registry.actions.cases.receiving import FiledElsewhere, FilesRefused, KeyReused, add_scans, receive_form
from registry.barcodes import form_code
from registry.clock import now
from registry.permissions import Permission
from registry.queries.cases import CaseNotFound, get_case
from registry.queries.scans import scans_of
from staff.cases.receive_forms import MoreScansForm, ReceiveForm, new_key
from staff.cases.receive_words import files_refused
from staff.cases.uploads import read
from staff.pages import StaffPage, actor

DECIDED = "This case is decided. Ask a supervisor to reopen it, or log a new form"


class ReceivingPage(StaffPage):
    """A page for those who log what came. `most_files` is how many files it takes at a time."""

    permission = Permission.RECEIVE
    most_files = 0

    def show(self, form: forms.Form, **context: Any) -> HttpResponse:
        """Show the page again with what was wrong."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=422)


class Receive(ReceivingPage):
    """One form. Date and arrival are kept from the form before."""

    template_name = "staff/cases/receive.jinja"
    most_files = 5

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ReceiveForm(initial=self.first_answers()))
        return super().get_context_data(**kwargs)

    def first_answers(self) -> dict[str, Any]:
        """Return today and whatever the form before had."""
        asked = self.request.GET
        day = _day(asked.get("received", ""))
        return {"key": new_key(), "received_on": day or timezone.localdate(), "arrived_by": asked.get("by", "")}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Log it and go on to its reference."""
        form = ReceiveForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        typed = dict(form.cleaned_data)
        files = (read(upload) for upload in typed.pop("scans"))
        try:
            case = receive_form(**typed, files=files, by=actor(request), at=now())
        except FilesRefused as refused:
            form.refuse_files(files_refused(refused.problems))
        except FiledElsewhere as elsewhere:
            form.refuse_files([f"{elsewhere.name}: the same file is filed under case {elsewhere.reference} already"])
        except KeyReused as reused:
            form.add_error(None, f"This page already logged case {reused.reference}. Open it again to log another form")
        else:
            return redirect("staff:case-received", public_id=case.public_id)
        return self.show(form)


class CaseReceived(ReceivingPage):
    """The reference, to be written on the paper, and its code, to be laid on top of the form when it is scanned."""

    template_name = "staff/cases/receive-done.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = _case(kwargs["public_id"])
        kept = urlencode({"received": case.received_on.isoformat(), "by": case.arrived_by})
        another = f"{reverse('staff:receive')}?{kept}"
        cover = qr_code(form_code(case.form_type, case.reference))
        return super().get_context_data(case=case, scans=scans_of(case), another=another, cover=cover, **kwargs)


class CaseScans(ReceivingPage):
    """More scans for a case that is logged."""

    template_name = "staff/cases/receive-more.jinja"
    most_files = 5

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", MoreScansForm())
        case = _case(kwargs["public_id"])
        return super().get_context_data(case=case, scans=scans_of(case), **kwargs)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """File what can be used and say what cannot."""
        form = MoreScansForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, public_id=public_id)
        files = _files(form)
        try:
            add_scans(case_id=public_id, files=files, by=actor(request), at=now())
        except FilesRefused as refused:
            form.refuse_files(files_refused(refused.problems))
        except CannotFile:
            form.add_error(None, DECIDED)
        except CaseNotFound as error:
            raise Http404 from error
        else:
            return redirect("staff:case-received", public_id=public_id)
        return self.show(form, public_id=public_id)


def _files(form: forms.Form) -> Iterator[tuple[str, bytes]]:
    return (read(upload) for upload in form.cleaned_data["scans"])


def _case(public_id: UUID) -> Any:
    try:
        return get_case(public_id)
    except CaseNotFound as error:
        raise Http404 from error


def _day(text: str) -> Any:
    """Read a day out of an address; nonsense is no day."""
    try:
        return parse_date(text)
    except ValueError:
        return None
