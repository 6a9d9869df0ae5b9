"""Asking for the password again before a dangerous step.

A view class that lists `Recently` first is shown only to someone who proved who they are within the last five
minutes. It asks before the form is shown, so that nothing typed is lost; the form may then take ten minutes more.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from ndop.nhsuk.form_page import FormPage
from registry.actions.accounts.sessions import follow_session
from registry.actions.accounts.signing_in import record_refusal
from registry.clock import now
from staff.accounts.forms import PasswordForm
from staff.accounts.sessions import PROVED
from staff.pages import ANY_STAFF, StaffPage, member


class Recently(View):
    """First among the bases of a view: asks for the password unless it, or a sign-in, was given a short while ago."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_form = request.method not in {"GET", "HEAD"}
        if not proved_within(request, settings.PROOF_FOR_FORM_LASTS if is_form else settings.PROOF_LASTS):
            return ask_again(request, lost=is_form)
        return super().dispatch(request, *args, **kwargs)


def proved_within(request: HttpRequest, time: timedelta) -> bool:
    """Say whether the person at the keyboard proved who they are not longer ago than this."""
    return now() - datetime.fromisoformat(request.session[PROVED]) < time


def ask_again(request: HttpRequest, *, lost: bool) -> HttpResponse:
    """Go to the page that asks for the password and comes back; it says so when something typed was not saved."""
    query = {"next": request.get_full_path()} | ({"lost": "1"} if lost else {})
    return redirect(f"{reverse('staff:confirm')}?{urlencode(query)}")


class Confirm(FormPage, StaffPage):
    """The password again. Wrong ones count towards the same lock as at sign-in."""

    permission = ANY_STAFF
    template_name = "staff/accounts/confirm.jinja"
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: Mapping[str, str] = self._asked()
        return super().get_context_data(next=asked.get("next", ""), is_lost=asked.get("lost") == "1", **kwargs)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        request, user = self.request, member(self.request)
        if authenticate(request, username=user.username, password=form.cleaned_data["password"]) is None:
            record_refusal(username=user.username, reason="password", at=now())
            form.add_error("password", "Enter the right password")
            return self.form_invalid(form)
        prove(request)
        return redirect(safe_next(request))

    def _asked(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET


def prove(request: HttpRequest) -> None:
    """Remember that the person proved who they are, in a session with a new key."""
    old_key = str(request.session.session_key)
    request.session.cycle_key()
    request.session[PROVED] = now().isoformat()
    follow_session(old_key=old_key, new_key=str(request.session.session_key))


def safe_next(request: HttpRequest) -> str:
    """Return the page to go back to, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith(reverse("staff:home")) else reverse("staff:home")
