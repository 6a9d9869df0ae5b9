"""Signing in with two factors, and out."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from portal.organisations.access import ANY_MEMBER
from portal.organisations.sessions import end_session, member_of
from registry.clock import now


@method_decorator(login_not_required, name="dispatch")
class SignIn(TemplateView):
    """The password."""

    template_name = "portal/organisations/accounts/sign-in.jinja"


class SignOut(View):
    """Sign-out, by POST only. Tells the browser to forget what it kept of this site."""

    role = ANY_MEMBER
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        end_session(request)
        response = redirect("organisations:sign-in")
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@method_decorator(login_not_required, name="dispatch")
class Stay(View):
    """Asked by the script of the warning: that it got here starts the idle time again, if there is a session."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204 if member_of(request, now()) else 410)
