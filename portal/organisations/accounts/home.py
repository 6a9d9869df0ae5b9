"""The first page after signing in: what one may do for one's organisation."""

from dataclasses import dataclass
from typing import Any

from portal.organisations.access import ANY_MEMBER, Needed, may_open, member
from portal.organisations.pages import MemberPage
from registry.models import OrganisationRole


@dataclass(frozen=True)
class Offer:
    """One thing to do next: its words, a sentence on what happens there, its URL name, and whom it is for."""

    words: str
    sentence: str
    url_name: str
    role: Needed


CHECK, MANAGE, RECEIPTS = OrganisationRole.CHECK, OrganisationRole.MANAGE, OrganisationRole.RECEIPTS
OFFERS = (
    Offer(
        "Check a file",
        "Send a list of NHS numbers and get it back without those who have opted out.",
        "organisations:check-new",
        CHECK,
    ),
    Offer(
        "Checks so far",
        "See what was checked, when and for what. Fetch results while they last, and receipts.",
        "organisations:check-list",
        (CHECK, RECEIPTS),
    ),
    Offer(
        "Data flows",
        "Say once for what, on which legal basis and to whom you disclose. Each check names one of them.",
        "organisations:flow-list",
        (CHECK, MANAGE),
    ),
    Offer(
        "People",
        "Invite people, say what each may do, and suspend those who leave.",
        "organisations:person-list",
        MANAGE,
    ),
    Offer(
        "API keys",
        "Let your own systems check lists. You see each key once, when it is made.",
        "organisations:key-list",
        MANAGE,
    ),
    Offer(
        "Check a receipt",
        "Find out whether a receipt is ours and which file it belongs to. The file stays on your computer.",
        "organisations:receipts",
        ANY_MEMBER,
    ),
    Offer(
        "Try it with test numbers",
        "See how a check works with made-up numbers. Nothing is looked up.",
        "organisations:test-mode",
        ANY_MEMBER,
    ),
)


class Home(MemberPage):
    role = ANY_MEMBER
    template_name = "portal/organisations/accounts/home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = member(self.request)
        offers = [offer for offer in OFFERS if may_open(person, offer.role)]
        return super().get_context_data(offers=offers, **kwargs)
