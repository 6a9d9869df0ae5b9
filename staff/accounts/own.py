"""One's own account: where one is signed in, the second factors, the recovery codes and the password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.passwords import NewPasswordForm
from registry.actions.accounts.factors import LastFactor, remove_factor, renew_recovery_codes
from registry.actions.accounts.passwords import change_password
from registry.actions.accounts.sessions import end_other_sessions, end_session, follow_session
from registry.clock import now
from registry.models import Role
from registry.queries.accounts import factors_of, sessions_of, unused_recovery_codes
from staff.accounts.reauthenticate import Recently
from staff.pages import ANY_STAFF, StaffPage, actor, member, read_id


class OwnAccount(StaffPage):
    permission = ANY_STAFF
    template_name = "staff/accounts/account.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = member(self.request)
        sessions = sessions_of(user, str(self.request.session.session_key))
        roles = ", ".join(Role(role).label for role in user.roles) or "None"
        return super().get_context_data(user=user, roles=roles, sessions=sessions, **kwargs)


class EndSession(View):
    """Ends one of one's own sessions, or all but this one."""

    permission = ANY_STAFF
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        session_id = read_id(request.POST.get("session", ""))
        if session_id is None:
            end_other_sessions(current_key=str(request.session.session_key), by=actor(request), at=now())
        else:
            end_session(session_id=session_id, by=actor(request), at=now())
        return redirect("staff:account")


class SecondFactors(Recently, StaffPage):
    """The app and the keys; POST removes one."""

    permission = ANY_STAFF
    template_name = "staff/accounts/second-factors.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = factors_of(member(self.request))
        has_app = any(factor.type == "totp" for factor in factors)
        return super().get_context_data(factors=factors, has_app=has_app, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        factor_id = read_id(request.POST.get("factor", "")) or 0
        try:
            remove_factor(factor_id=factor_id, by=actor(request), at=now())
        except LastFactor:
            return self.render_to_response(self.get_context_data(is_last=True), status=409)
        return redirect("staff:second-factors")


class RecoveryCodes(Recently, StaffPage):
    """The codes that still work; POST replaces all of them."""

    permission = ANY_STAFF
    template_name = "staff/accounts/recovery-codes.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(codes=unused_recovery_codes(member(self.request)), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        renew_recovery_codes(by=actor(request), at=now())
        return redirect("staff:recovery-codes")


class ChangePassword(Recently, FormPage, StaffPage):
    """A new password. It ends all other sessions."""

    permission = ANY_STAFF
    template_name = "staff/accounts/change-password.jinja"
    form_class = NewPasswordForm

    def form_arguments(self) -> dict[str, Any]:
        return {"user": member(self.request)}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        request = self.request
        old_key = str(request.session.session_key)
        changed = change_password(
            password=form.cleaned_data["new_password"], current_key=old_key, by=actor(request), at=now()
        )
        # The session gets a new key; every other one has just ended.
        update_session_auth_hash(request, changed)
        follow_session(old_key=old_key, new_key=str(request.session.session_key))
        return redirect("staff:account")
