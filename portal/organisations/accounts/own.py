"""One's own account: the password, the app and the recovery codes."""

from portal.organisations.access import ANY_MEMBER
from portal.organisations.pages import MemberPage


class OwnAccount(MemberPage):
    role = ANY_MEMBER
    template_name = "portal/organisations/accounts/account.jinja"
