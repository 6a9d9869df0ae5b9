"""The first page after signing in: what one may do for one's organisation."""

from portal.organisations.access import ANY_MEMBER
from portal.organisations.pages import MemberPage


class Home(MemberPage):
    role = ANY_MEMBER
    template_name = "portal/organisations/accounts/home.jinja"
