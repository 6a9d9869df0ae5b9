"""Data flows: described once, then chosen for each file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from portal.organisations.access import member
from portal.organisations.checks.flow_forms import FlowForm, as_typed
from portal.organisations.pages import MemberPage, actor
from registry.actions.organisations.flows import FlowNameTaken, archive_flow, replace_flow, save_flow
from registry.clock import now
from registry.models import DataFlow, OrganisationRole
from registry.queries.organisations import FlowNotFound, flow_of, flows_of

NAME_TAKEN = "You have a data flow of this name already. Enter another name"


class FlowList(MemberPage):
    """Those in use, and those that were put away."""

    role = (OrganisationRole.CHECK, OrganisationRole.MANAGE)
    template_name = "portal/organisations/checks/flow-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = member(self.request).organisation
        away = flows_of(organisation, archived=True)
        return super().get_context_data(flows=flows_of(organisation), away=away, **kwargs)


class FlowPage(MemberPage):
    """What describing and changing share."""

    role = OrganisationRole.MANAGE
    template_name = "portal/organisations/checks/flow-form.jinja"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep it, and go on to where it is used."""
        form = FlowForm(request.POST)
        if form.is_valid():
            try:
                flow = self.keep(form, **kwargs)
            except FlowNameTaken:
                form.add_error("name", NAME_TAKEN)
            else:
                return redirect(where_next(request, flow))
        return self.render_to_response(self.get_context_data(form=form, **kwargs), status=422)

    def keep(self, form: FlowForm, **kwargs: Any) -> DataFlow:
        """Do what the page is for. Raises FlowNameTaken."""
        raise NotImplementedError


class NewFlowPage(FlowPage):
    """Describe a data flow."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", FlowForm())
        return super().get_context_data(flow=None, **kwargs)

    def keep(self, form: FlowForm, **_kwargs: Any) -> DataFlow:
        return save_flow(member(self.request).organisation, form.new_flow(), by=actor(self.request), at=now())


class ChangeFlow(FlowPage):
    """Say it otherwise from now on. Checks that were made keep the words of their day."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = find_flow(self.request, kwargs["public_id"])
        kwargs.setdefault("form", FlowForm(initial=as_typed(flow)))
        return super().get_context_data(flow=flow, **kwargs)

    def keep(self, form: FlowForm, **kwargs: Any) -> DataFlow:
        flow = find_flow(self.request, kwargs["public_id"])
        return replace_flow(flow, form.new_flow(), by=actor(self.request), at=now())


class ArchiveFlow(View):
    """Put a flow away, by POST only."""

    role = OrganisationRole.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """A second time changes nothing."""
        archive_flow(find_flow(request, public_id, archived=True), by=actor(request), at=now())
        return redirect("organisations:flow-list")


def where_next(request: HttpRequest, flow: DataFlow) -> str:
    """Back to the file that was about to be checked, with this flow chosen, or to the list."""
    if request.GET.get("for") == "check":
        return f"{reverse('organisations:check-new')}?flow={flow.public_id}"
    return reverse("organisations:flow-list")


def find_flow(request: HttpRequest, public_id: UUID, *, archived: bool = False) -> DataFlow:
    """Return one of the organisation's flows. Raises Http404."""
    try:
        return flow_of(member(request).organisation, public_id, archived=archived)
    except FlowNotFound as error:
        raise Http404 from error
