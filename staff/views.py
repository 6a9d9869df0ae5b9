"""Pages of the back office. Everyone who sees one but the sign-in page has signed in (LoginUnlessPublicMiddleware)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from registry.actions.staff_views import open_undelivered_messages
from registry.clock import now
from registry.models import ActorKind, StaffUser
from registry.parties import Actor
from registry.spreadsheets import csv_table
from staff.forms import SignInForm

# Nineteen digits could be too large for PostgreSQL; no list of ours will ever need them.
LONGEST_ID = 18


class StaffPage(TemplateView):
    """A page for someone who is signed in; draws who that is and the sign-out button."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert isinstance(self.request.user, StaffUser)
        return super().get_context_data(
            signed_in_as=self.request.user.display_name, sign_out_url=reverse("staff:sign-out"), **kwargs
        )


class Home(StaffPage):
    template_name = "staff/home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(idle_minutes=settings.STAFF_SESSION_IDLE // timedelta(minutes=1), **kwargs)


class UndeliveredMessageList(StaffPage):
    """Messages that failed or came too late: what and why, never whose."""

    template_name = "staff/undelivered-message-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        older_than = read_id(self.request.GET.get("older-than", ""))
        page = open_undelivered_messages(older_than=older_than, by=actor(self.request), at=now())
        return super().get_context_data(page=page, older_than=older_than, is_first=older_than is None, **kwargs)


class UndeliveredMessageTable(View):
    """The same page of the list as a table for spreadsheets."""

    def get(self, request: HttpRequest) -> HttpResponse:
        older_than = read_id(request.GET.get("older-than", ""))
        page = open_undelivered_messages(older_than=older_than, by=actor(request), at=now())
        rows = [(row.reference, row.kind, row.channel, row.ended_at, row.problem, row.tries) for row in page.messages]
        table = csv_table(("Reference", "Message", "By", "Ended", "Why", "Tries"), rows)
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="undelivered-messages.csv"'
        return response


class SignIn(LoginView):
    """Sign-in. Too many wrong tries from one address for one account are answered by django-axes with 429."""

    template_name = "staff/sign-in.jinja"
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

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def actor(request: HttpRequest) -> Actor:
    """Return the person at the keyboard, as the record names them."""
    return Actor(ActorKind.STAFF, str(request.user.pk))


def read_id(text: str) -> int | None:
    """Read where a page of a list begins; nothing means at the newest. Raises BadRequest."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        raise BadRequest("not a place in this list")
    return int(text)
