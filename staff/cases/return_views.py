"""Sending a form back: the letter is looked at before it goes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from registry.actions.cases.deciding import CannotDecide, StaleVersion, preview_return, return_case
from registry.clock import now
from registry.correspondence import CannotCompose
from registry.models import Case
from registry.permissions import Permission
from registry.queries.cases import get_case
from registry.queries.letter_pictures import picture_of
from staff.cases.case_pages import CasePage, case_context
from staff.cases.deciding_forms import ReturnForm
from staff.cases.deciding_views import DecideCase
from staff.cases.scan_views import sealed
from staff.pages import actor


class ReturnCase(DecideCase):
    """The letter for the reasons picked on the decision page, and the button that sends it."""

    permission = Permission.DECIDE

    def get(self, request: HttpRequest, *_: Any, **kwargs: Any) -> HttpResponse:
        """Show the letter as it would go, or the decision page again when no reason is picked."""
        case = get_case(kwargs["public_id"])
        form = ReturnForm(request.GET)
        if not form.is_valid():
            return self.page(self.opened(case.public_id), return_form=form, status=422)
        try:
            letter_of(case.public_id, form, request)
        except (CannotDecide, CannotCompose) as error:
            return self.again(case.public_id, error)
        return self.preview(case, form)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Send it."""
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return self.page(self.opened(public_id), return_form=form, status=422)
        try:
            return self.done(return_case(case_id=public_id, reasons=form.cleaned_data["reasons"], **self.who()))
        except (StaleVersion, CannotDecide) as error:
            return self.again(public_id, error)

    def preview(self, case: Case, form: ReturnForm) -> HttpResponse:
        """Draw the letter beside the scan."""
        reasons = form.cleaned_data["reasons"]
        context = {
            **case_context(case, now()),
            "title": f"Letter for {case.reference}",
            "reasons": reasons,
            "asked": urlencode({"reasons": [reason.value for reason in reasons]}, doseq=True),
        }
        return render(self.request, "staff/cases/letter.jinja", self.get_context_data(**context))


class ReturnLetterFile(CasePage):
    """The letter itself, as a picture for the page or as a PDF to open."""

    permission = Permission.DECIDE
    shows_person = True

    def get(self, request: HttpRequest, *_: Any, **kwargs: Any) -> HttpResponse:
        """Compose it again: it is kept nowhere until it is sent."""
        form = ReturnForm(request.GET)
        if not form.is_valid():
            raise Http404
        try:
            letter = letter_of(kwargs["public_id"], form, request)
        except CannotCompose as error:
            raise Http404 from error
        if kwargs["kind"] == "png":
            return sealed(HttpResponse(picture_of(letter), content_type="image/png"))
        response = sealed(HttpResponse(letter, content_type="application/pdf"))
        response["Content-Disposition"] = 'inline; filename="letter.pdf"'
        return response


def letter_of(public_id: UUID, form: ReturnForm, request: HttpRequest) -> bytes:
    """Compose the letter for these reasons, and write down who looks at it."""
    return preview_return(case_id=public_id, reasons=form.cleaned_data["reasons"], by=actor(request), at=now())
