"""The address that we call when a file has been checked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from portal.organisations.access import member
from portal.organisations.keys.forms import WebhookForm
from portal.organisations.pages import MemberPage, actor
from registry.actions.webhooks import CannotCall, remove_webhook, set_webhook
from registry.clock import now
from registry.models import OrganisationRole
from registry.queries.api_keys import webhook_of

REASONS = {
    "scheme": "The address must start with https://",
    "port": "We only call port 443 or 8443",
    "unknown": "We cannot find this address",
    "inside": "This address is not on the internet, so we cannot call it",
    "shape": "Enter a whole address, such as https://trust.example.com/ndop",
}


class WebhookPage(MemberPage):
    """Name an address, or another one; the answer shows the secret that signs, once."""

    role = OrganisationRole.MANAGE
    template_name = "portal/organisations/keys/webhook.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", WebhookForm())
        kwargs.setdefault("webhook", webhook_of(member(self.request).organisation))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Call this address from now on."""
        form = WebhookForm(request.POST)
        if form.is_valid():
            try:
                webhook, secret = set_webhook(
                    member(request).organisation, form.cleaned_data["url"], by=actor(request), at=now()
                )
            except CannotCall as error:
                form.add_error("url", REASONS[error.reason])
            else:
                self.template_name = "portal/organisations/keys/webhook-set.jinja"
                return self.render_to_response(self.get_context_data(webhook=webhook, secret=secret))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WebhookRemove(View):
    """Call nobody any more, by POST only."""

    role = OrganisationRole.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """A second time changes nothing."""
        remove_webhook(member(request).organisation, by=actor(request), at=now())
        return redirect("organisations:key-list")
