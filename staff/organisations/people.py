"""The people of an organisation, as administrators invite and suspend them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.found_page import FoundPage
from ndop.nhsuk.step_page import ButtonPage, RefusingPage, Step
from registry.actions.organisations import people as actions
from registry.actions.organisations.people import CannotInvite, EmailTaken, LastManager
from registry.clock import now
from registry.queries.organisations import PersonNotFound, member_of
from staff.accounts.reauthenticate import Recently
from staff.organisations.forms import InviteForm, RolesForm
from staff.organisations.views import OneOrganisation
from staff.pages import actor

PROBLEMS: dict[type[Exception], str] = {
    LastManager: "Nobody else manages people there. Invite somebody who does, or suspend the organisation.",
    CannotInvite: "There is nothing to invite to: they have signed in before, or are suspended.",
}

STEPS: Mapping[str, Step] = {
    "suspend": Step(
        "Suspend this person?",
        "They are signed out at once and cannot sign in. Keys that they made go on working.",
        "Suspend",
        actions.suspend_person,
    ),
    "restore": Step(
        "Restore this person?", "They can sign in as before, and may do what they could.", "Restore",
        actions.restore_person,
    ),
    "invite-again": Step(
        "Send a new invitation?", "The link of the earlier one stops working.", "Send", actions.invite_again
    ),
    "reset": Step(
        "Start their sign-in again?",
        "Only after you have made sure who asks for it. Their password, app and recovery codes are removed, they are "
        "signed out everywhere, and they get a new invitation by email.",
        "Start again",
        actions.reset_sign_in,
    ),
}  # fmt: skip


class PersonInvite(Recently, FormPage, OneOrganisation):
    template_name = "staff/organisations/person-invite.jinja"
    form_class = InviteForm

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            actions.invite(organisation=self.organisation, new=form.new_person(), by=actor(self.request), at=now())
        except EmailTaken:
            form.add_error("email", "Somebody signs in with this email address already. Enter a different one")
            return self.form_invalid(form)
        return self.back()


class OnePerson(FoundPage, RefusingPage, OneOrganisation):
    """A page about one person of an organisation; 404 when it has none such."""

    missing = PersonNotFound
    problems = PROBLEMS

    @property
    def person_id(self) -> UUID:
        """Whom this is about."""
        return UUID(str(self.kwargs["person_id"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=member_of(self.organisation, self.person_id), **kwargs)

    def back_to_person(self) -> HttpResponse:
        """Go back to the person."""
        return redirect("staff:organisation-person", self.organisation.public_id, self.person_id)


class PersonDetail(OnePerson):
    template_name = "staff/organisations/person.jinja"


class PersonRoles(Recently, FormPage, OnePerson):
    template_name = "staff/organisations/person-roles.jinja"
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
        except LastManager as error:
            return self.refuse(error, form=form)
        return self.back_to_person()


class PersonStep(Recently, ButtonPage, OnePerson):
    """Says what will happen; POST does it."""

    template_name = "staff/organisations/person-step.jinja"
    steps = STEPS

    def take(self, step: Step) -> HttpResponse:
        step.do(organisation=self.organisation, person_id=self.person_id, by=actor(self.request), at=now())
        return self.back_to_person()
