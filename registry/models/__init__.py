"""All rows of the service, one module per noun."""

from registry.models.audit_event import AuditEvent
from registry.models.call import CALL_TRANSITIONS, Call, CallOutcome, CallReason, CallState
from registry.models.case import Case, CaseEntry, CaseNote, CaseSubject
from registry.models.case_codes import (
    AUTHORITY,
    CASE_TRANSITIONS,
    CHILD_IDENTITY,
    DECIDED_CASE_STATES,
    LIST_A,
    LIST_B,
    OPEN_CASE_STATES,
    PARENTAL_RESPONSIBILITY,
    ArrivedBy,
    CaseState,
    CloseReason,
    EntryKind,
    Evidence,
    FormType,
    ReturnReason,
    SecondCheck,
)
from registry.models.claimable import Claimable
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
from registry.models.scan import PageKind, Scan, ScanPage, ScanProblem, ScanState
from registry.models.staff_user import Invitation, Role, StaffUser
from registry.models.task import TASK_TRANSITIONS, FlagKind, PersonFlag, Task, TaskKind, TaskState

__all__ = [
    "AUTHORITY",
    "CALL_TRANSITIONS",
    "CASE_TRANSITIONS",
    "CHILD_IDENTITY",
    "DECIDED_CASE_STATES",
    "LIST_A",
    "LIST_B",
    "OPEN_CASE_STATES",
    "PARENTAL_RESPONSIBILITY",
    "TASK_TRANSITIONS",
    "TRANSITIONS",
    "ActorKind",
    "ArrivedBy",
    "AuditAction",
    "AuditEvent",
    "Call",
    "CallOutcome",
    "CallReason",
    "CallState",
    "Case",
    "CaseEntry",
    "CaseNote",
    "CaseState",
    "CaseSubject",
    "ChangeKind",
    "CheckOutcome",
    "Claimable",
    "CloseReason",
    "Dispatchable",
    "Draft",
    "EntryKind",
    "Evidence",
    "FlagKind",
    "FormType",
    "Heartbeat",
    "IdentityCheck",
    "Invitation",
    "LimitCounter",
    "Message",
    "MessageChannel",
    "MessageKind",
    "MessageProblem",
    "PageKind",
    "Person",
    "PersonFlag",
    "PostRoomItem",
    "Preference",
    "PreferenceChange",
    "ProxyRole",
    "ReturnReason",
    "Role",
    "Scan",
    "ScanPage",
    "ScanProblem",
    "ScanState",
    "SecondCheck",
    "Source",
    "StaffUser",
    "Status",
    "Task",
    "TaskKind",
    "TaskState",
    "WorkState",
]
