"""Managing the accounts of others."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.found_page import FoundPage
from ndop.nhsuk.step_page import ButtonPage, RefusingPage, Step
from registry.actions.accounts import administration as actions
from registry.actions.accounts.administration import (
    CannotChangeOwn,
    CannotInvite,
    LastAdministrator,
    UsernameTaken,
)
from registry.clock import now
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.accounts import Account, AccountNotFound, get_account, list_accounts
from staff.accounts.account_forms import InviteForm, RolesForm
from staff.accounts.reauthenticate import Recently
from staff.pages import StaffPage, actor

PROBLEMS: dict[type[Exception], str] = {
    CannotChangeOwn: "Nobody can do this to their own account. Ask another administrator.",
    LastAdministrator: "This is the last administrator. Make somebody else one first.",
    CannotInvite: "There is nothing to invite to: this account is in use, or suspended.",
}

STEPS: Mapping[str, Step] = {
    "suspend": Step(
        "Suspend this account?",
        "Every session of theirs ends at once, work that they have open goes back to the worklist, and calls end. "
        "What they had typed and not saved is lost. You can restore the account later.",
        "Suspend",
        actions.suspend,
    ),
    "restore": Step(
        "Restore this account?", "They can sign in again, with the roles they had.", "Restore", actions.restore
    ),
    "end-sessions": Step(
        "End all their sessions?",
        "They are signed out everywhere and can sign in again.",
        "End all",
        actions.end_sessions,
    ),
    "invite-again": Step(
        "Send a new invitation?", "The link of the earlier one stops working.", "Send", actions.invite_again
    ),
    "reset": Step(
        "Start their sign-in again?",
        "Only after you have made sure who asks for it. Their password, app, keys and recovery codes are removed, "
        "every session ends, and they get a new invitation by email.",
        "Start again",
        actions.reset_sign_in,
    ),
}  # fmt: skip


class AccountList(StaffPage):
    permission = Permission.MANAGE_ACCOUNTS
    template_name = "staff/accounts/account-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.request.GET.get("after", "")[:64]
        return super().get_context_data(page=list_accounts(after=after), is_first=not after, **kwargs)


class AccountInvite(Recently, FormPage, StaffPage):
    permission = Permission.MANAGE_ACCOUNTS
    template_name = "staff/accounts/account-invite.jinja"
    form_class = InviteForm

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            account_id, _ = actions.invite(new=form.new_account(), by=actor(self.request), at=now())
        except UsernameTaken:
            form.add_error("username", "Another account has this username. Choose a different one")
            return self.form_invalid(form)
        return redirect("staff:account-detail", account_id)


class OneAccount(FoundPage, RefusingPage, StaffPage):
    """A page about one account; 404 when there is none."""

    permission = Permission.MANAGE_ACCOUNTS
    missing = AccountNotFound
    problems = PROBLEMS

    @property
    def account_id(self) -> UUID:
        """Which account this is about."""
        return UUID(str(self.kwargs["public_id"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = get_account(self.account_id)
        return super().get_context_data(account=account, is_own=is_own(account, actor(self.request)), **kwargs)


class AccountDetail(OneAccount):
    template_name = "staff/accounts/account-detail.jinja"


class AccountRoles(Recently, FormPage, OneAccount):
    template_name = "staff/accounts/account-roles.jinja"
    form_class = RolesForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RolesForm(initial={"roles": get_account(self.account_id).roles}))
        return super().get_context_data(**kwargs)

    def form_valid(self, form: RolesForm) -> HttpResponse:
        roles = form.cleaned_data["roles"]
        try:
            actions.change_roles(account_id=self.account_id, roles=roles, by=actor(self.request), at=now())
        except (CannotChangeOwn, LastAdministrator) as error:
            return self.refuse(error, form=form)
        return redirect("staff:account-detail", self.account_id)


class AccountStep(Recently, ButtonPage, OneAccount):
    """Says what will happen; POST does it."""

    template_name = "staff/accounts/account-step.jinja"
    steps = STEPS

    def take(self, step: Step) -> HttpResponse:
        step.do(account_id=self.account_id, by=actor(self.request), at=now())
        return redirect("staff:account-detail", self.account_id)


def is_own(account: Account, by: Actor) -> bool:
    """Say whether this is the account of the person at the keyboard."""
    return str(account.id) == by.id
