"""All rows of the service, one module per noun."""

from registry.models.audit_event import AuditEvent
from registry.models.codes import (
    ActorKind,
    AuditAction,
    ChangeKind,
    MessageChannel,
    MessageKind,
    MessageProblem,
    ProxyRole,
    Source,
    Status,
)
from registry.models.dispatchable import TRANSITIONS, Dispatchable, WorkState
from registry.models.draft import Draft
from registry.models.heartbeat import Heartbeat
from registry.models.identity_check import CheckOutcome, IdentityCheck
from registry.models.limit_counter import LimitCounter
from registry.models.message import Message
from registry.models.person import Person
from registry.models.post_room import PostRoomItem
from registry.models.preference import Preference, PreferenceChange
from registry.models.staff_user import StaffUser

__all__ = [
    "TRANSITIONS",
    "ActorKind",
    "AuditAction",
    "AuditEvent",
    "ChangeKind",
    "CheckOutcome",
    "Dispatchable",
    "Draft",
    "Heartbeat",
    "IdentityCheck",
    "LimitCounter",
    "Message",
    "MessageChannel",
    "MessageKind",
    "MessageProblem",
    "Person",
    "PostRoomItem",
    "Preference",
    "PreferenceChange",
    "ProxyRole",
    "Source",
    "StaffUser",
    "Status",
    "WorkState",
]
