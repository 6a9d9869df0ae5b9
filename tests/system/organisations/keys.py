"""Keys of the API, the address that we call, and the page for those who program against it."""

from django.urls import reverse

from registry.actions.organisations.keys import authenticate, revoke_key
from registry.actions.webhooks import set_webhook
from registry.clock import now
from registry.models import Organisation
from registry.parties import organisation_person
from tests.factories.organisations import make_member
from tests.support.api import new_key
from tests.support.members import member_client
from tests.system.state import State
from tests.system.visitor import Visitor

BY = organisation_person(1)
RECEIVER = "http://127.0.0.1:9/a-rather-long-path-of-a-receiver/that/does/not/break"


def signed_in(visitor: Visitor) -> Organisation:
    """The visitor is somebody with every role of an organisation."""
    person = make_member()
    member_client(person, visitor.client)
    return person.organisation


def opened(visitor: Visitor, name: str) -> str:
    signed_in(visitor)
    return reverse(f"organisations:{name}")


def key_list(visitor: Visitor) -> str:
    """Keys in use, one of them pinned, one for trying out and one that was revoked; and an address."""
    organisation = signed_in(visitor)
    _, secret = new_key(organisation)
    authenticate(secret, address="127.0.0.1", certificate_sha256="")
    new_key(organisation, networks=("192.0.2.0/24", "2001:db8::/32"), certificate_sha256="ab" * 32)
    new_key(organisation, is_test=True)
    revoke_key(organisation, new_key(organisation)[0].public_id, by=BY, at=now())
    set_webhook(organisation, RECEIVER, by=BY, at=now())
    return reverse("organisations:key-list")


def one_key(visitor: Visitor, name: str) -> str:
    key, _ = new_key(signed_in(visitor))
    return reverse(f"organisations:{name}", args=[key.public_id])


STATES: tuple[State, ...] = (
    State("organisation-keys", "organisations:key-list", key_list),
    State("organisation-keys-none", "organisations:key-list", lambda v: opened(v, "key-list")),
    State("organisation-key-new", "organisations:key-new", lambda v: opened(v, "key-new")),
    State("organisation-key-new-empty", "organisations:key-new", lambda v: opened(v, "key-new"), {}, 422),
    State("organisation-key-rotate", "organisations:key-rotate", lambda v: one_key(v, "key-rotate")),
    State("organisation-key-made", "organisations:key-rotate", lambda v: one_key(v, "key-rotate"), {}),
    State("organisation-key-revoke", "organisations:key-revoke", lambda v: one_key(v, "key-revoke")),
    State("organisation-webhook", "organisations:webhook", lambda v: opened(v, "webhook")),
    State("organisation-webhook-set", "organisations:webhook", lambda v: opened(v, "webhook"), {"url": RECEIVER}),
    State("organisation-api-docs", "api:docs", lambda _: reverse("api:docs")),
)
