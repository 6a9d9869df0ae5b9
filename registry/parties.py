"""Who decides, and who is at the keyboard."""

from dataclasses import dataclass

from registry.models.codes import ActorKind, ProxyRole


@dataclass(frozen=True)
class Patient:
    """The person decides for themselves: the consenting party."""


@dataclass(frozen=True, repr=False)
class Proxy:
    """Someone who may act for the person. `contact` is a postal or email address for the reply."""

    role: ProxyRole
    name: str
    contact: str = ""


@dataclass(frozen=True)
class Actor:
    """Who causes a write. `id` is a staff account's id or a process name; never a person's name or number."""

    kind: ActorKind
    id: str = ""


def staff_member(account_id: int | None) -> Actor:
    """Return a member of staff as the record names them. The id is that of a saved account."""
    assert account_id is not None
    return Actor(ActorKind.STAFF, str(account_id))


def staff_id(by: Actor) -> int:
    """Return the account behind an actor who is a member of staff."""
    return int(by.id)


def organisation_person(person_id: int) -> Actor:
    """Return someone who signed in for their organisation."""
    return Actor(ActorKind.ORGANISATION, f"person-{person_id}")


def organisation_key(key_id: int) -> Actor:
    """Return an organisation's system that called with a key."""
    return Actor(ActorKind.ORGANISATION, f"key-{key_id}")


def organisation_mailbox(organisation_id: int) -> Actor:
    """Return an organisation that sent a file by MESH."""
    return Actor(ActorKind.ORGANISATION, f"mesh-{organisation_id}")


VISITOR = Actor(ActorKind.VISITOR)
PATIENT = Actor(ActorKind.PATIENT)
SYSTEM = Actor(ActorKind.SYSTEM, "worker")
