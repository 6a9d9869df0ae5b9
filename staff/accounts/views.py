"""Signing in with two factors, and out."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from ndop.errors import too_many_attempts
from registry.actions.accounts.factors import CodeNotAccepted, TooManyCodes, use_code, use_key
from registry.actions.accounts.signing_in import record_refusal, record_sign_out
from registry.clock import now
from registry.models import StaffUser
from registry.queries.accounts import factors_of, has_second_factor
from staff.accounts import half
from staff.accounts.forms import CodeForm, SignInForm, UseKeyForm
from staff.accounts.keys import challenge_to_use, read_used_key
from staff.pages import ANY_STAFF, actor


class SignIn(LoginView):
    """The password. Too many wrong tries from one address for one account are answered with 429 (django-axes)."""

    template_name = "staff/accounts/sign-in.jinja"
    form_class = SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if AxesProxyHandler.is_locked(request, {"username": request.POST.get("username", "")}):
            return too_many_attempts(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Django adds the host here, under the name that all pages use for the service itself.
        del context["site"], context["site_name"]
        return context | {"was_sent_here": self.redirect_field_name in self.request.GET}

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        half.begin(self.request, user, self.get_success_url())
        return redirect("staff:second-factor" if has_second_factor(user) else "staff:set-up")

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.has_error("username", "invalid_login"):
            record_refusal(username=self.request.POST["username"], reason="password", at=now())
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(login_not_required, name="dispatch")
class SecondFactor(TemplateView):
    """The second factor: a code, or one of the account's security keys."""

    template_name = "staff/accounts/second-factor.jinja"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = half.half_signed_in(request)
        if user is None or not has_second_factor(user):
            return redirect("staff:sign-in")
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = (UseKeyForm if "credential" in request.POST else CodeForm)(request.POST)
        if not form.is_valid():
            return self._again(form)
        try:
            used = self._use(form)
        except CodeNotAccepted:
            self._say_wrong(form)
            return self._again(form)
        except TooManyCodes:
            request.session.flush()
            return too_many_attempts(request)
        return redirect(half.finish(request, self.user, used))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {factor.type for factor in factors_of(self.user)}
        challenge = challenge_to_use(self.user) if "webauthn" in kinds else ""
        code_form = kwargs.get("form") if isinstance(kwargs.get("form"), CodeForm) else CodeForm()
        return super().get_context_data(kinds=kinds, challenge=challenge, code_form=code_form, **kwargs)

    def _use(self, form: CodeForm | UseKeyForm) -> str:
        if isinstance(form, CodeForm):
            return use_code(user=self.user, code=form.cleaned_data["code"], at=now())
        factor_id = read_used_key(self.user, form.cleaned_data["credential"])
        return use_key(user=self.user, factor_id=factor_id, at=now())

    def _say_wrong(self, form: CodeForm | UseKeyForm) -> None:
        if isinstance(form, CodeForm):
            form.add_error("code", "Enter the code that your app shows now, or a recovery code not used before")
        else:
            form.add_key_error()

    def _again(self, form: CodeForm | UseKeyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


# Someone whose session has ended is not sent back here after signing in.
@method_decorator(login_required(redirect_field_name=None), name="dispatch")
class SignOut(LogoutView):
    """Sign-out, by POST only. Tells the browser to forget what it kept of this site."""

    permission = ANY_STAFF

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        record_sign_out(by=actor(request), at=now())
        return super().post(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@method_decorator(login_not_required, name="dispatch")
class Stay(View):
    """Asked by the script of the warning: that it got here has started the idle time again, if there is a session."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204 if isinstance(request.user, StaffUser) else 410)
