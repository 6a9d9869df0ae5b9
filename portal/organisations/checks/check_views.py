"""One check: how far it is, and what can be downloaded. And all of them, newest first."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from portal.organisations.access import member
from portal.organisations.checks.history_forms import HistoryForm
from portal.organisations.checks.shown import ShownCheck, shown
from portal.organisations.pages import MemberPage
from registry.clock import now
from registry.models import Check, OrganisationRole
from registry.queries.checks import CheckNotFound, CheckPage, check_of, checks_of
from registry.queries.organisations import flows_of
from registry.queries.receipts import Receipt, ReceiptNotFound, receipt_for

READERS = (OrganisationRole.CHECK, OrganisationRole.RECEIPTS)


class CheckDetail(MemberPage):
    """How far a check is. A script asks for the fragment until it is over; without one, a link asks for the page."""

    role = READERS
    template_name = "portal/organisations/checks/check.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = now()
        found = shown(find_check(self.request, kwargs["public_id"]), at)
        receipt = self.receipt(found)
        return super().get_context_data(shown=found, at=at, receipt=receipt, **kwargs)

    def receipt(self, found: ShownCheck) -> Receipt | None:
        """Return the receipt of a check that gave a result."""
        try:
            return receipt_for(member(self.request).organisation, found.check.public_id, at=now())
        except ReceiptNotFound:
            return None


class CheckProgress(CheckDetail):
    """The part of the page that changes. Asking for it is nobody's doing, so it does not keep a session alive."""

    template_name = "portal/organisations/checks/_check-state.jinja"

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the fragment. Like every personal page it is never kept (ndop.middleware.headers)."""
        request.session.modified = False
        return self.render_to_response(self.get_context_data(**kwargs))


class CheckList(MemberPage):
    """All checks, 25 a page, newest first, whatever way they came."""

    role = READERS
    template_name = "portal/organisations/checks/check-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation, at = member(self.request).organisation, now()
        flows = [*flows_of(organisation), *flows_of(organisation, archived=True)]
        form = HistoryForm(self.request.GET, flows=flows)
        page = self.page(form)
        return super().get_context_data(
            filters=form,
            rows=[shown(check, at) for check in page.checks],
            older_url=self.url_of(form, before=page.before),
            newer_url=self.url_of(form, after=page.after),
            is_filtered=bool(form.chosen()),
            **kwargs,
        )

    def page(self, form: HistoryForm) -> CheckPage:
        """Return the page that was asked for. Raises Http404 for one that begins at a check of others."""
        before, after = (read_id(self.request.GET.get(name, "")) for name in ("before", "after"))
        try:
            return checks_of(member(self.request).organisation, before=before, after=after, **form.chosen())
        except CheckNotFound as error:
            raise Http404 from error

    def url_of(self, form: HistoryForm, **edge: UUID | None) -> str:
        """Return the address of a neighbouring page; empty if there is none."""
        if not any(edge.values()):
            return ""
        return f"{reverse('organisations:check-list')}?{urlencode(form.as_typed() | edge)}"


def find_check(request: HttpRequest, public_id: UUID) -> Check:
    """Return one of the organisation's checks. Raises Http404."""
    try:
        return check_of(member(request).organisation, public_id)
    except CheckNotFound as error:
        raise Http404 from error


def read_id(text: str) -> UUID | None:
    """Read an id out of an address; nonsense is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
