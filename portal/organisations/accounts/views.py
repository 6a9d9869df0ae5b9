"""Signing in with two factors, and out."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import View

from ndop.errors import too_many_attempts
from ndop.nhsuk.form_page import FormPage
from portal.organisations.access import ANY_MEMBER, member
from portal.organisations.accounts import half
from portal.organisations.accounts.forms import CodeForm, SignInForm
from portal.organisations.pages import actor
from portal.organisations.sessions import end_session, member_of
from registry.actions.organisations.signing_in import (
    CodeRefused,
    PasswordRefused,
    TooManyTries,
    record_sign_out,
    try_password,
    use_code,
)
from registry.clock import now
from registry.models import OrganisationPerson


@method_decorator(login_not_required, name="dispatch")
class SignIn(FormPage):
    """The password. Too many wrong tries from one address for one account are answered with 429."""

    template_name = "portal/organisations/accounts/sign-in.jinja"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        idle_minutes = settings.MEMBER_SESSION_IDLE // timedelta(minutes=1)
        return super().get_context_data(next=asked.get("next", ""), idle_minutes=idle_minutes, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        request = self.request
        try:
            person = try_password(**form.cleaned_data, network=network_of(request), at=now())
        except PasswordRefused:
            form.add_refusal()
            return self.form_invalid(form)
        except TooManyTries:
            return too_many_attempts(request)
        half.begin(request, person, request.POST.get("next", ""))
        return redirect("organisations:second-factor" if person.app_secret else "organisations:set-up")


@method_decorator(login_not_required, name="dispatch")
class HalfSignedIn(View):
    """First among the bases of a page for whoever gave the right password a short while ago, and for nobody else."""

    person: OrganisationPerson
    has_app: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = half.half_signed_in(request)
        if person is None:
            return redirect("organisations:sign-in")
        if bool(person.app_secret) != self.has_app:
            return redirect("organisations:second-factor" if person.app_secret else "organisations:set-up")
        self.person = person
        return super().dispatch(request, *args, **kwargs)


class SecondFactor(HalfSignedIn, FormPage):
    """A code of the app, or a recovery code."""

    template_name = "portal/organisations/accounts/second-factor.jinja"
    form_class = CodeForm
    has_app = True

    def form_valid(self, form: CodeForm) -> HttpResponse:
        request = self.request
        try:
            used = use_code(person=self.person, code=form.cleaned_data["code"], at=now())
        except CodeRefused:
            form.add_error("code", "Enter the code that your app shows now, or a recovery code not used before")
            return self.form_invalid(form)
        except TooManyTries:
            request.session.flush()
            return too_many_attempts(request)
        return redirect(half.finish(request, self.person, used))


class SignOut(View):
    """Sign-out, by POST only. Tells the browser to forget what it kept of this site."""

    role = ANY_MEMBER
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        record_sign_out(person=member(request), by=actor(request), at=now())
        return signed_out(request)


@method_decorator(login_not_required, name="dispatch")
class Stay(View):
    """Asked by the script of the warning: that it got here starts the idle time again, if there is a session."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204 if member_of(request, now()) else 410)


def signed_out(request: HttpRequest) -> HttpResponse:
    """End the session here and go to the sign-in."""
    end_session(request)
    response = redirect("organisations:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def network_of(request: HttpRequest) -> str:
    """Return where a try came from, as the limits of passwords count it."""
    return str(request.client_network)  # type: ignore[attr-defined]  # set by ClientAddressMiddleware
