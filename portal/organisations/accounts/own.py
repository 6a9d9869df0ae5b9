"""One's own account: the password, the app, the recovery codes, and signing out everywhere.

Each change asks for the password, counted towards the same lock as at sign-in, and signs out all other browsers.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import View

from ndop.errors import too_many_attempts
from ndop.nhsuk.form_page import FormPage
from portal.organisations.access import ANY_MEMBER, member
from portal.organisations.accounts.forms import ChangePasswordForm, NewAppForm, PasswordForm
from portal.organisations.accounts.setting_up import AppPage, codes_page
from portal.organisations.accounts.views import network_of, signed_out
from portal.organisations.pages import MemberPage, member_context
from portal.organisations.sessions import begin_session
from registry.actions.organisations.own_account import (
    change_password,
    confirm_password,
    end_all_sessions,
    renew_recovery_codes,
)
from registry.actions.organisations.signing_in import PasswordRefused, TooManyTries
from registry.clock import now
from registry.models import OrganisationPerson, OrganisationRole


class OwnAccount(MemberPage):
    role = ANY_MEMBER
    template_name = "portal/organisations/accounts/account.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = member(self.request)
        roles = [role.label for role in OrganisationRole if role in person.roles]
        codes_left = len(person.recovery_codes)

        return super().get_context_data(roles=roles, codes_left=codes_left, **kwargs)


class WithPassword(FormPage, MemberPage):
    """A form that asks for the password too, and does nothing unless it is right."""

    role = ANY_MEMBER
    person: OrganisationPerson

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = member(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        typed = {"password": form.cleaned_data["password"], "network": network_of(self.request)}
        try:
            confirm_password(person=self.person, **typed, at=now())
        except PasswordRefused:
            form.add_error("password", "Enter the right password")
            return self.form_invalid(form)
        except TooManyTries:
            return too_many_attempts(self.request)
        return self.confirmed(form)

    def confirmed(self, form: Any) -> HttpResponse:
        """Go on with the right password given."""
        raise NotImplementedError

    def stay_signed_in(self, person: OrganisationPerson) -> None:
        """Go on here, under a new session key; every other session has just ended."""
        begin_session(self.request, person, now())
        self.request.member = person  # type: ignore[attr-defined]  # read by `member`


class ChangePassword(WithPassword):
    template_name = "portal/organisations/accounts/change-password.jinja"
    form_class = ChangePasswordForm

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.person}

    def confirmed(self, form: ChangePasswordForm) -> HttpResponse:
        password = form.cleaned_data["new_password"]
        self.stay_signed_in(change_password(person=self.person, password=password, at=now()))
        return redirect("organisations:account")


class NewRecoveryCodes(WithPassword):
    """New codes in place of all earlier ones."""

    template_name = "portal/organisations/accounts/new-recovery-codes.jinja"
    form_class = PasswordForm

    def confirmed(self, _form: PasswordForm) -> HttpResponse:
        person, codes = renew_recovery_codes(person=self.person, at=now())
        self.stay_signed_in(person)
        return codes_page(self, codes, **member_context(self.request))


class NewApp(WithPassword, AppPage):
    """Another app in place of the one on the account, with new recovery codes."""

    form_class = NewAppForm

    def confirmed(self, form: NewAppForm) -> HttpResponse:
        return AppPage.form_valid(self, form)

    def done(self, person: OrganisationPerson, codes: list[str]) -> HttpResponse:
        self.stay_signed_in(person)
        return codes_page(self, codes, **member_context(self.request))


class EndSessions(View):
    """Signs out everywhere, here too."""

    role = ANY_MEMBER
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        end_all_sessions(person=member(request), at=now())
        return signed_out(request)
