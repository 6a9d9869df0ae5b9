"""An organisation's people, for those who manage them. Whoever is of another organisation does not exist here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.found_page import FoundPage
from ndop.nhsuk.step_page import ButtonPage, RefusingPage, Step
from portal.organisations.access import member
from portal.organisations.accounts.forms import InviteForm, RolesForm
from portal.organisations.pages import MemberPage, actor
from registry.actions.organisations import people as actions
from registry.actions.organisations.people import CannotChangeOwn, CannotInvite, EmailTaken, LastManager
from registry.clock import now
from registry.models import Organisation, OrganisationRole
from registry.queries.organisations import PersonNotFound, member_of, members_of

PROBLEMS: dict[type[Exception], str] = {
    CannotChangeOwn: "Nobody can do this to themselves. Ask another person who manages people.",
    LastManager: "This is the last person who manages people. Let somebody else manage people first.",
    CannotInvite: "There is nothing to invite to: they have signed in before, or are suspended.",
}

STEPS: Mapping[str, Step] = {
    "suspend": Step(
        "Suspend this person?",
        "They are signed out at once and cannot sign in. Keys that they made go on working, and what they checked "
        "stays in the history. You can let them in again later.",
        "Suspend",
        actions.suspend_person,
    ),
    "restore": Step(
        "Let this person in again?", "They can sign in as before, and may do what they could.", "Let in again",
        actions.restore_person,
    ),
    "invite-again": Step(
        "Send a new invitation?", "The link of the earlier one stops working.", "Send", actions.invite_again
    ),
    "reset": Step(
        "Start their sign-in again?",
        "Do this only when you are sure who asks for it. Their password, app and recovery codes are removed, they are "
        "signed out everywhere, and they get a new invitation by email.",
        "Start again",
        actions.reset_sign_in,
    ),
}  # fmt: skip


class PeoplePage(MemberPage):
    """A page about the people of one's own organisation."""

    role = OrganisationRole.MANAGE

    @property
    def organisation(self) -> Organisation:
        """The organisation of whoever is signed in."""
        return member(self.request).organisation


class PersonList(PeoplePage):
    template_name = "portal/organisations/accounts/people.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=members_of(self.organisation), **kwargs)


class PersonInvite(FormPage, PeoplePage):
    template_name = "portal/organisations/accounts/person-invite.jinja"
    form_class = InviteForm

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            person_id, _ = actions.invite(
                organisation=self.organisation, new=form.new_person(), by=actor(self.request), at=now()
            )
        except EmailTaken:
            form.add_error("email", "Somebody signs in with this email address already. Enter a different one")
            return self.form_invalid(form)
        return redirect("organisations:person-detail", person_id)


class OnePerson(FoundPage, RefusingPage, PeoplePage):
    """A page about one person; 404 when the organisation has none such."""

    missing = PersonNotFound
    problems = PROBLEMS

    @property
    def person_id(self) -> UUID:
        """Whom this is about."""
        return UUID(str(self.kwargs["public_id"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = member_of(self.organisation, self.person_id)
        is_own = person.public_id == member(self.request).public_id
        return super().get_context_data(person=person, is_own=is_own, **kwargs)


class PersonDetail(OnePerson):
    template_name = "portal/organisations/accounts/person.jinja"


class PersonRoles(FormPage, OnePerson):
    template_name = "portal/organisations/accounts/person-roles.jinja"
    form_class = RolesForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RolesForm(initial={"roles": member_of(self.organisation, self.person_id).roles}))
        return super().get_context_data(**kwargs)

    def form_valid(self, form: RolesForm) -> HttpResponse:
        try:
            actions.change_roles(
                organisation=self.organisation,
                person_id=self.person_id,
                roles=form.cleaned_data["roles"],
                by=actor(self.request),
                at=now(),
            )
        except (CannotChangeOwn, LastManager) as error:
            return self.refuse(error, form=form)
        return redirect("organisations:person-detail", self.person_id)


class PersonStep(ButtonPage, OnePerson):
    """Says what will happen; POST does it."""

    template_name = "portal/organisations/accounts/person-step.jinja"
    steps = STEPS

    def take(self, step: Step) -> HttpResponse:
        step.do(organisation=self.organisation, person_id=self.person_id, by=actor(self.request), at=now())
        return redirect("organisations:person-detail", self.person_id)
