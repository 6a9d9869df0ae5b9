"""Sending a list to be checked: the page, and the way without a script, by which it comes in one piece."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.organisations.access import member
from portal.organisations.checks.incoming import had_no_room
from portal.organisations.checks.list_forms import ListForm
from portal.organisations.checks.words import problem_words
from portal.organisations.pages import MemberPage, actor
from registry.actions.checks.arrivals import check_file
from registry.actions.checks.asking import CannotCheck
from registry.actions.checks.uploads import NewUpload
from registry.clock import now
from registry.gateways.check_store import NoRoom
from registry.models import Check, CheckProblem, OrganisationRole
from registry.queries.organisations import FlowNotFound, flows_of
from registry.queries.uploads import uploads_of

FLOW_GONE = "This data flow was put away. Select another one"


class ListPage(MemberPage):
    """The page that asks for a list. Everyone sees their own unfinished uploads beside it."""

    role = OrganisationRole.CHECK
    template_name = "portal/organisations/checks/check-new.jinja"
    form_class = ListForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.make_form(initial=first_answers(self.request))
        return super().get_context_data(uploads=uploads_of(member(self.request)), **kwargs)

    def make_form(self, *args: Any, **kwargs: Any) -> ListForm:
        """Make the form with the flows of this organisation."""
        return self.form_class(*args, flows=flows_of(member(self.request).organisation), **kwargs)

    def show(self, form: ListForm) -> HttpResponse:
        """Show the page again with what was wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CheckNew(ListPage):
    """A list in one piece. `takes_a_list` lets its file in."""

    takes_a_list = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for the check, and go on to the page that says how far it is."""
        form = self.make_form(request.POST, request.FILES)
        if had_no_room(request):
            form.errors.pop("list", None)
            say_problem(form, CheckProblem.NO_ROOM)
        if form.is_valid():
            try:
                check = self.ask(form)
            except (CannotCheck, FlowNotFound, NoRoom) as error:
                say_refusal(form, error)
            else:
                return redirect("organisations:check-detail", public_id=check.public_id)
        return self.show(form)

    def ask(self, form: ListForm) -> Check:
        """Ask for the check of what came."""
        sent = form.cleaned_data["list"]
        new = NewUpload(**form.what(), file_name=sent.name, size=sent.size)
        return check_file(member(self.request), new, sent.file, by=actor(self.request), at=now())


def first_answers(request: HttpRequest) -> dict[str, Any]:
    """Return the flow that a link chose; nonsense chooses none, as a flow of others does."""
    try:
        return {"flow": str(UUID(request.GET.get("flow", "")))}
    except ValueError:
        return {}


def say_refusal(form: ListForm, error: CannotCheck | FlowNotFound | NoRoom) -> None:
    """Say at the right field why there is no check."""
    if isinstance(error, FlowNotFound):
        form.add_error("flow", FLOW_GONE)
    else:
        say_problem(form, CheckProblem.NO_ROOM if isinstance(error, NoRoom) else error.problem)


def say_problem(form: ListForm, problem: CheckProblem) -> None:
    """Say at the file what is wrong with it, and what to do next."""
    what, advice = problem_words(problem)
    form.add_error("list", f"{what}. {advice}")
