"""Registering organisations, and what was agreed with each of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.step_page import Step, StepPage
from registry.actions.organisations import registering as actions
from registry.actions.organisations.registering import MailboxTaken, OdsCodeTaken
from registry.clock import now
from registry.models import Organisation
from registry.permissions import Permission
from registry.queries.organisations import (
    OrganisationNotFound,
    get_organisation,
    list_organisations,
    members_of,
)
from staff.accounts.reauthenticate import Recently
from staff.organisations.forms import ChangeForm, ExceptionForm, ReasonForm, RegisterForm, as_typed
from staff.pages import StaffPage, actor

STEPS: Mapping[str, Step] = {
    "suspend": Step(
        "Suspend this organisation?",
        "Its people are signed out, its keys and its mailbox are refused from now on, and checks that wait give no "
        "result. You can restore it later.",
        "Suspend",
        actions.suspend,
    ),
    "restore": Step(
        "Restore this organisation?",
        "Its people can sign in again, and its keys and mailbox work as before.",
        "Restore",
        actions.restore,
    ),
    "end-exception": Step(
        "End the exception?",
        "Checks of fewer than 10 numbers are refused from now on.",
        "End it",
        actions.end_few_numbers,
    ),
}


class OrganisationList(StaffPage):
    permission = Permission.MANAGE_ORGANISATIONS
    template_name = "staff/organisations/list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.request.GET.get("after", "")[:10]
        return super().get_context_data(page=list_organisations(after=after), is_first=not after, **kwargs)


class OrganisationRegister(Recently, FormPage, StaffPage):
    permission = Permission.MANAGE_ORGANISATIONS
    template_name = "staff/organisations/register.jinja"
    form_class = RegisterForm

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        try:
            made = actions.register(new=form.new_organisation(), by=actor(self.request), at=now())
        except OdsCodeTaken:
            form.add_error("ods_code", "An organisation with this ODS code is registered already")
            return self.form_invalid(form)
        return redirect("staff:organisation-detail", made.public_id)


class OneOrganisation(StaffPage):
    """A page about one organisation; 404 when there is none."""

    permission = Permission.MANAGE_ORGANISATIONS
    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.organisation = get_organisation(kwargs["public_id"])
            return super().dispatch(request, *args, **kwargs)
        except OrganisationNotFound:
            raise Http404 from None

    @property
    def whom(self) -> dict[str, UUID]:
        """Which organisation this is about, as actions ask for it."""
        return {"organisation_id": self.organisation.public_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, **kwargs)

    def back(self) -> HttpResponse:
        """Go back to the organisation."""
        return redirect("staff:organisation-detail", self.organisation.public_id)


class OrganisationDetail(OneOrganisation):
    template_name = "staff/organisations/detail.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = self.organisation.few_numbers_until
        return super().get_context_data(
            people=members_of(self.organisation), has_exception=until is not None and until > now(), **kwargs
        )


class OrganisationChange(Recently, FormPage, OneOrganisation):
    template_name = "staff/organisations/change.jinja"
    form_class = ChangeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ChangeForm(initial=as_typed(self.organisation)))
        return super().get_context_data(**kwargs)

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        try:
            actions.change(**self.whom, agreed=form.agreed(), by=actor(self.request), at=now())
        except MailboxTaken:
            form.add_error("mesh_mailbox", "Another organisation has this MESH mailbox. Enter a different one")
            return self.form_invalid(form)
        return self.back()


class OrganisationException(Recently, FormPage, OneOrganisation):
    """Lets an organisation check fewer than ten numbers for a while (D6)."""

    template_name = "staff/organisations/exception.jinja"
    form_class = ExceptionForm

    def form_valid(self, form: ExceptionForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.grant_few_numbers(**self.whom, until=form.until(), reason=reason, by=actor(self.request), at=now())
        return self.back()


class OrganisationStep(Recently, FormPage, StepPage, OneOrganisation):
    """Says what will happen and asks why; POST does it."""

    template_name = "staff/organisations/step.jinja"
    form_class = ReasonForm
    steps = STEPS

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        self.step.do(**self.whom, reason=form.cleaned_data["reason"], by=actor(self.request), at=now())
        return self.back()
