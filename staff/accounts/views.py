"""Signing in and out."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from staff.accounts.forms import SignInForm
from staff.pages import ANY_STAFF


class SignIn(LoginView):
    """Sign-in. Too many wrong tries from one address for one account are answered by django-axes with 429."""

    template_name = "staff/accounts/sign-in.jinja"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Django adds the host here, under the name that all pages use for the service itself.
        del context["site"], context["site_name"]
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


# Someone whose session has ended is not sent back here after signing in.
@method_decorator(login_required(redirect_field_name=None), name="dispatch")
class SignOut(LogoutView):
    """Sign-out, by POST only. Tells the browser to forget what it kept of this site."""

    permission = ANY_STAFF

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
