"""The page behind the link of an invitation: the first password, then the second factor."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.passwords import NewPasswordForm
from registry.actions.accounts.invitations import accept_invitation
from registry.clock import now
from registry.queries.accounts import InvitationOver, invited_user
from staff.accounts import half


@method_decorator(login_not_required, name="dispatch")
class Invitation(FormPage):
    """Open to whoever has the link, once. A link that is over answers 404 and says what to do."""

    template_name = "staff/accounts/invitation.jinja"
    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.user = invited_user(kwargs["token"], at=now())
            return super().dispatch(request, *args, **kwargs)
        except InvitationOver:
            return self.response_class(request, "staff/accounts/invitation-over.jinja", {}, status=404)

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(username=self.user.username, **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        password = form.cleaned_data["new_password"]
        user = accept_invitation(token=self.kwargs["token"], password=password, at=now())
        half.begin(self.request, user, reverse("staff:home"))
        return redirect("staff:set-up")
