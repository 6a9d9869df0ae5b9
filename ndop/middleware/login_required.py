"""Everything needs a sign-in except what says that it does not."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url


class LoginUnlessPublicMiddleware(LoginRequiredMiddleware):
    """Asks first whether the page is public, and only then who is there.

    Django asks the other way round, which opens the session for pages that are the same for everyone: they then
    cost a query and vary by cookie, so nothing may keep them.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let public views (`login_not_required`) through untouched, and whom another room has signed in.

        Organisations' people are no accounts of Django's: their room asks who they are before this is reached.
        """
        if not getattr(view_func, "login_required", True) or getattr(request, "is_for_members", False):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseRedirect:
        """Lead back after the sign-in only to what a link can open: where a form was sent to may take no GET."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        home, sign_in = resolve_url(settings.LOGIN_REDIRECT_URL), resolve_url(self.get_login_url(view_func))
        return redirect_to_login(home, sign_in, self.get_redirect_field_name(view_func))
