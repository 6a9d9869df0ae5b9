"""All rows of the service, one module per noun."""

from registry.models.api_key import ApiAnswer, ApiKey, ApiScope
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
from registry.models.check import Check, CheckProblem, WayIn
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
from registry.models.data_flow import DataFlow, FlowPurpose, LegalBasis
from registry.models.dispatchable import TRANSITIONS, Dispatchable, WorkState
from registry.models.draft import Draft
from registry.models.guidance import (
    SEARCH_WORDS,
    PageOpinion,
    SearchEntry,
    SearchIndex,
    SearchKind,
    SearchTally,
    Usefulness,
)
from registry.models.heartbeat import Heartbeat
from registry.models.identity_check import CheckOutcome, IdentityCheck
from registry.models.limit_counter import LimitCounter
from registry.models.mesh_message import MESH_TRANSITIONS, MeshMessage, MeshOutcome, MeshState
from registry.models.message import Message
from registry.models.organisation import Organisation, OrganisationInvitation, OrganisationPerson, OrganisationRole
from registry.models.person import Person
from registry.models.post_room import PostRoomItem
from registry.models.preference import Preference, PreferenceChange
from registry.models.scan import PageKind, Scan, ScanPage, ScanProblem, ScanState
from registry.models.staff_user import Invitation, Role, StaffUser
from registry.models.task import TASK_TRANSITIONS, FlagKind, PersonFlag, Task, TaskKind, TaskState
from registry.models.upload import Upload, UploadPart
from registry.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "AUTHORITY",
    "CALL_TRANSITIONS",
    "CASE_TRANSITIONS",
    "CHILD_IDENTITY",
    "DECIDED_CASE_STATES",
    "LIST_A",
    "LIST_B",
    "MESH_TRANSITIONS",
    "OPEN_CASE_STATES",
    "PARENTAL_RESPONSIBILITY",
    "SEARCH_WORDS",
    "TASK_TRANSITIONS",
    "TRANSITIONS",
    "ActorKind",
    "ApiAnswer",
    "ApiKey",
    "ApiScope",
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
    "Check",
    "CheckOutcome",
    "CheckProblem",
    "Claimable",
    "CloseReason",
    "DataFlow",
    "Dispatchable",
    "Draft",
    "EntryKind",
    "Evidence",
    "FlagKind",
    "FlowPurpose",
    "FormType",
    "Heartbeat",
    "IdentityCheck",
    "Invitation",
    "LegalBasis",
    "LimitCounter",
    "MeshMessage",
    "MeshOutcome",
    "MeshState",
    "Message",
    "MessageChannel",
    "MessageKind",
    "MessageProblem",
    "Organisation",
    "OrganisationInvitation",
    "OrganisationPerson",
    "OrganisationRole",
    "PageKind",
    "PageOpinion",
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
    "SearchEntry",
    "SearchIndex",
    "SearchKind",
    "SearchTally",
    "SecondCheck",
    "Source",
    "StaffUser",
    "Status",
    "Task",
    "TaskKind",
    "TaskState",
    "Upload",
    "UploadPart",
    "Usefulness",
    "WayIn",
    "Webhook",
    "WebhookDelivery",
    "WorkState",
]
