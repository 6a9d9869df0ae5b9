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


VISITOR = Actor(ActorKind.VISITOR)
PATIENT = Actor(ActorKind.PATIENT)
SYSTEM = Actor(ActorKind.SYSTEM, "worker")
