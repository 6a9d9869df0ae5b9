"""The way in: the link of the invitation, a password, the app, and recovery codes that are shown once."""

from textwrap import wrap
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from ndop.errors import too_many_attempts
from ndop.nhsuk.drawings import qr_code
from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.passwords import NewPasswordForm
from portal.organisations.accounts import half
from portal.organisations.accounts.forms import AppForm
from portal.organisations.accounts.views import HalfSignedIn
from registry.actions.organisations.own_account import accept_invitation, set_up_app
from registry.actions.organisations.signing_in import CodeRefused, TooManyTries
from registry.app_codes import app_address, new_secret
from registry.clock import now
from registry.encryption import decrypt_text, encrypt_text
from registry.models import OrganisationPerson
from registry.queries.organisations import LinkOver, invited_person

KEPT = "member_new_app"


@method_decorator(login_not_required, name="dispatch")
class Invitation(FormPage):
    """Open to whoever has the link, once. A link that is over answers 404 and says what to do."""

    template_name = "portal/organisations/accounts/invitation.jinja"
    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.person = invited_person(kwargs["token"], at=now())
            return super().dispatch(request, *args, **kwargs)
        except LinkOver:
            over = "portal/organisations/accounts/invitation-over.jinja"
            return self.response_class(request, over, {}, status=404)

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invited=self.person, **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        password = form.cleaned_data["new_password"]
        person = accept_invitation(token=self.kwargs["token"], password=password, at=now())
        half.begin(self.request, person)
        return redirect("organisations:set-up")


class AppPage(FormPage):
    """The secret as a picture and as letters; a first code proves that the app has it."""

    template_name = "portal/organisations/accounts/set-up.jinja"
    form_class: Any = AppForm
    person: OrganisationPerson

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keep_secret(request, new_secret())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = kept_secret(self.request)
        picture = qr_code(app_address(secret, self.person.email))
        return super().get_context_data(picture=picture, secret=" ".join(wrap(secret, 4)), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        secret = kept_secret(self.request)
        try:
            person, codes = set_up_app(person=self.person, secret=secret, code=form.cleaned_data["code"], at=now())
        except CodeRefused:
            form.add_error("code", "Enter the 6 numbers that the app shows now for this service")
            return self.form_invalid(form)
        except TooManyTries:
            return too_many_attempts(self.request)
        self.request.session.pop(KEPT)
        return self.done(person, codes)

    def done(self, person: OrganisationPerson, codes: list[str]) -> HttpResponse:
        """Go on with the app there; the codes are shown once."""
        raise NotImplementedError


class SetUp(HalfSignedIn, AppPage):
    """The first app. Both factors are there then."""

    has_app = False

    def done(self, person: OrganisationPerson, codes: list[str]) -> HttpResponse:
        half.finish(self.request, person, "app")
        return codes_page(self, codes)


def codes_page(page: FormPage, codes: list[str], **context: Any) -> HttpResponse:
    """Show recovery codes, in the answer to what made them: nothing keeps them, so they cannot be shown again."""
    template = "portal/organisations/accounts/recovery-codes.jinja"
    return page.response_class(page.request, template, {"codes": codes, **context})


def keep_secret(request: HttpRequest, secret: str) -> None:
    """Keep the secret of an app encrypted in the session until its first code is right."""
    request.session[KEPT] = encrypt_text(secret)


def kept_secret(request: HttpRequest) -> str:
    """Return the secret that this browser was shown, or a new one that no code fits yet."""
    if KEPT not in request.session:
        keep_secret(request, new_secret())
    return decrypt_text(request.session[KEPT])
