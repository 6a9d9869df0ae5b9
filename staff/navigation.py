"""The links at the top of every staff page: only those that lead somewhere for whoever is signed in."""

from django.urls import reverse

from ndop.nhsuk.places import Link
from registry.models import StaffUser
from registry.permissions import Permission, may

# Words, URL name, and the permission that its page asks for.
PLACES: tuple[tuple[str, str, Permission], ...] = (
    ("Worklist", "staff:worklist", Permission.SEE_WORK),
    ("Receive forms", "staff:receive", Permission.RECEIVE),
    ("Tasks", "staff:task-list", Permission.DO_TASKS),
    ("Returned post", "staff:returned-post", Permission.DO_TASKS),
    ("Calls", "staff:call-list", Permission.TAKE_CALLS),
    ("To approve", "staff:call-approval-list", Permission.CHECK),
    ("Find a person", "staff:people-search", Permission.SEARCH),
    ("Audit", "staff:audit", Permission.READ_AUDIT),
    ("Flagged checks", "staff:flagged-check-list", Permission.READ_AUDIT),
    ("Accounts", "staff:account-list", Permission.MANAGE_ACCOUNTS),
    ("Organisations", "staff:organisation-list", Permission.MANAGE_ORGANISATIONS),
    ("Look-ups", "staff:look-up-list", Permission.REVIEW_LOOK_UPS),
    ("Reports", "staff:report", Permission.SEE_REPORTS),
)


def links_for(user: StaffUser, path: str) -> list[Link]:
    """Return the places that this account may open; the one that `path` lies in is marked."""
    places = [(text, reverse(name)) for text, name, permission in PLACES if may(user, permission)]
    return [Link(text, url, path.startswith(url), path == url) for text, url in places]
