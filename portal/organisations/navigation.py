"""The links at the top of every page for organisations: only those that lead somewhere for whoever is signed in."""

from django.urls import reverse

from ndop.nhsuk.places import Link
from portal.organisations.access import ANY_MEMBER, Needed, may_open
from registry.models import OrganisationPerson, OrganisationRole

# Words, URL name, and what its page asks for.
PLACES: tuple[tuple[str, str, Needed], ...] = (
    ("Home", "organisations:home", ANY_MEMBER),
    ("Checks", "organisations:check-list", (OrganisationRole.CHECK, OrganisationRole.RECEIPTS)),
    ("Data flows", "organisations:flow-list", (OrganisationRole.CHECK, OrganisationRole.MANAGE)),
    ("People", "organisations:person-list", OrganisationRole.MANAGE),
    ("API keys", "organisations:key-list", OrganisationRole.MANAGE),
)


def links_for(person: OrganisationPerson, path: str) -> list[Link]:
    """Return the places that this person may open; the one that `path` lies in is marked."""
    home = reverse("organisations:home")
    places = [(text, reverse(name)) for text, name, role in PLACES if may_open(person, role)]
    return [Link(text, url, _is_in(path, url, home), path == url) for text, url in places]


def _is_in(path: str, url: str, home: str) -> bool:
    """Every page lies under the home page, which is a place of its own all the same."""
    return path == url if url == home else path.startswith(url)
