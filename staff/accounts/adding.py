"""Adding a second factor: the first one before anything else opens, later ones from one's own account."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from ndop.errors import too_many_attempts
from ndop.nhsuk.form_page import FormPage
from registry.actions.accounts.factors import CodeNotAccepted, HasApp, TooManyCodes, add_app, add_key
from registry.app_codes import new_secret
from registry.clock import now
from registry.models import StaffUser
from registry.queries.accounts import has_second_factor
from staff.accounts import half
from staff.accounts.app_secret import drawing, forget_secret, in_groups, keep_secret, kept_secret
from staff.accounts.forms import AddKeyForm, AppForm
from staff.accounts.keys import challenge_to_add, read_new_key
from staff.accounts.reauthenticate import Recently
from staff.pages import ANY_STAFF, StaffPage, member


class Adding(FormPage):
    """What adding an app and adding a key share: whose factor it is, and where to go afterwards."""

    def person(self) -> StaffUser:
        """Return whose factor this will be."""
        return member(self.request)

    def done(self, factor: str) -> HttpResponse:
        """Go on once the factor is there."""
        del factor
        return redirect("staff:second-factors")


class AppPage(Adding):
    """The secret as a picture and as letters; a first code proves that the app has it."""

    template_name = "staff/accounts/add-app.jinja"
    form_class = AppForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keep_secret(request, new_secret())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = kept_secret(self.request)
        picture = drawing(self.person(), secret)
        return super().get_context_data(picture=picture, secret=in_groups(secret), **kwargs)

    def form_valid(self, form: AppForm) -> HttpResponse:
        secret = kept_secret(self.request)
        try:
            add_app(user=self.person(), secret=secret, code=form.cleaned_data["code"], at=now())
        except CodeNotAccepted:
            form.add_error("code", "Enter the 6 numbers that the app shows now for this service")
            return self.form_invalid(form)
        except HasApp:
            return redirect("staff:second-factors")
        except TooManyCodes:
            return too_many_attempts(self.request)
        forget_secret(self.request)
        return self.done("totp")


class KeyPage(Adding):
    """A security key, which the browser asks by a script."""

    template_name = "staff/accounts/add-key.jinja"
    form_class = AddKeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(challenge=challenge_to_add(self.person()), **kwargs)

    def form_valid(self, form: AddKeyForm) -> HttpResponse:
        credential = read_new_key(form.cleaned_data["credential"])
        if credential is None:
            form.add_key_error()
            return self.form_invalid(form)
        add_key(user=self.person(), name=form.cleaned_data["name"], credential=credential, at=now())
        return self.done("webauthn")


@method_decorator(login_not_required, name="dispatch")
class FirstFactor(TemplateView):
    """Open to whoever gave the right password of an account that has no second factor, and to nobody else."""

    user: StaffUser

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = half.half_signed_in(request)
        if user is None:
            return redirect("staff:sign-in")
        if has_second_factor(user):
            return redirect("staff:second-factor")
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def person(self) -> StaffUser:
        """Return whose password was right."""
        return self.user

    def done(self, factor: str) -> HttpResponse:
        """Sign in: both factors are there now. The recovery codes come next."""
        half.finish(self.request, self.user, factor)
        return redirect("staff:recovery-codes")


class SetUp(FirstFactor):
    template_name = "staff/accounts/set-up.jinja"


class SetUpApp(FirstFactor, AppPage):
    extra_context = {"back_url_name": "staff:set-up"}


class SetUpKey(FirstFactor, KeyPage):
    extra_context = {"back_url_name": "staff:set-up"}


class AddApp(Recently, AppPage, StaffPage):
    permission = ANY_STAFF
    extra_context = {"back_url_name": "staff:second-factors"}


class AddKey(Recently, KeyPage, StaffPage):
    permission = ANY_STAFF
    extra_context = {"back_url_name": "staff:second-factors"}
