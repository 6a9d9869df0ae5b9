"""A phone call: who rang about whom, how far the identity questions went, and what came of it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models.codes import ProxyRole
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.preference import PreferenceChange
from registry.models.staff_user import StaffUser


class CallState(models.TextChoices):
    """How far a call has come."""

    OPEN = "open", "Finding the person"
    ASKING = "asking", "Identity questions"
    PROVED = "proved", "Identity proved"
    WAITING = "waiting", "Waiting for a second person"
    REFUSED = "refused", "Identity not proved"
    ENDED = "ended", "Ended"


class CallReason(models.TextChoices):
    """Why someone rang."""

    SET_CHOICE = "set_choice", "Set or change a choice"
    ASK_STATUS = "ask_status", "Ask what is recorded"
    WANTS_FORM = "wants_form", "Wants a form"
    ONLINE_HELP = "online_help", "Help with the website"
    ABOUT_LETTER = "about_letter", "About a letter or email"
    COMPLAINT = "complaint", "Complaint"
    OTHER = "other", "Something else"


class CallOutcome(models.TextChoices):
    """What came of a call."""

    CHOICE_RECORDED = "choice_recorded", "Choice recorded"
    FORM_SENT = "form_sent", "Form sent"
    LINK_SENT = "link_sent", "Link sent by text"
    ASSISTED_ONLINE = "assisted_online", "Helped through the website"
    CALL_BACK = "call_back", "Call back arranged"
    INFORMATION = "information", "Information given"
    NOT_IDENTIFIED = "not_identified", "Identity not proved"
    NOT_APPROVED = "not_approved", "Choice not approved by a second person"
    CUT_OFF = "cut_off", "The call was cut off"


# Each state with those that may follow it.
CALL_TRANSITIONS: dict[CallState, tuple[CallState, ...]] = {
    CallState.OPEN: (CallState.ASKING, CallState.REFUSED, CallState.ENDED),
    CallState.ASKING: (CallState.PROVED, CallState.REFUSED, CallState.ENDED),
    CallState.PROVED: (CallState.WAITING, CallState.ENDED),
    CallState.WAITING: (CallState.ENDED,),
    CallState.REFUSED: (CallState.ENDED,),
    CallState.ENDED: (),
}


class Call(models.Model):
    """One call. Only the member of staff who took it may open it. `role` is empty when people call for themselves.

    A choice for somebody else waits until another member of staff, `approved_by`, has looked at it (T18).
    """

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agent = models.ForeignKey(StaffUser, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=CallState, default=CallState.OPEN)
    reason = models.CharField(max_length=12, choices=CallReason)
    role = models.CharField(max_length=9, choices=ProxyRole, blank=True)
    caller = EncryptedJSONField(default=dict, blank=True)  # a proxy's name and contact, and what they said of authority
    nhs_number = NHSNumberField(null=True)
    questions = ArrayField(models.CharField(max_length=20), default=list)  # kinds asked, in order; the last is open
    passed = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    answers = EncryptedJSONField(default=dict, blank=True)
    notes = EncryptedTextField(default="", blank=True)
    outcome = models.CharField(max_length=15, choices=CallOutcome, blank=True)
    change = models.ForeignKey(PreferenceChange, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=DatabaseNow())
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agent", "-started_at"], name="call_by_agent"),
            models.Index(fields=["started_at"], condition=Q(state="waiting"), name="call_waiting"),
        ]
        constraints = [
            one_of("state", CallState, "call_state_is_known"),
            one_of("reason", CallReason, "call_reason_is_known"),
            one_of("role", ProxyRole, "call_role_is_known", blank=True),
            one_of("outcome", CallOutcome, "call_outcome_is_known", blank=True),
            nhs_number_is_valid("nhs_number", "call_nhs_number_is_valid"),
            models.CheckConstraint(
                condition=Q(state=CallState.ENDED, ended_at__isnull=False) & ~Q(outcome="")
                | (~Q(state=CallState.ENDED) & Q(ended_at__isnull=True, outcome="")),
                name="call_end_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(change__isnull=True) | Q(proved_at__isnull=False), name="call_choice_needs_proof"
            ),
            models.CheckConstraint(
                condition=Q(change__isnull=True) | Q(role="") | Q(approved_by__isnull=False),
                name="call_choice_for_another_needs_approval",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("agent")),
                name="call_nobody_approves_their_own",
            ),
        ]
