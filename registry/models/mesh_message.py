"""Messages that came by MESH, each once however often it is delivered, and what they were answered with."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedTextField
from registry.models.check import Check, CheckProblem
from registry.models.constraints import one_of
from registry.models.organisation import Organisation


class MeshState(models.TextChoices):
    """From the moment we see a message until its sender has the whole answer."""

    RECEIVED = "received", "Received"
    CHECKING = "checking", "Being checked"
    RECEIPT_SENT = "receipt_sent", "Receipt sent, result to follow"
    ANSWERED = "answered", "Answered"


# Each state with those that may follow it. What cannot be checked is answered without being checked.
MESH_TRANSITIONS: dict[MeshState, tuple[MeshState, ...]] = {
    MeshState.RECEIVED: (MeshState.CHECKING, MeshState.ANSWERED),
    MeshState.CHECKING: (MeshState.RECEIPT_SENT, MeshState.ANSWERED),
    MeshState.RECEIPT_SENT: (MeshState.ANSWERED,),
    MeshState.ANSWERED: (),
}


class MeshOutcome(models.TextChoices):
    """What we tell the sender in the receipt."""

    SUCCESS = "success", "Checked"
    NO_SENDER = "unregistered_sender", "This mailbox is not registered"
    SUSPENDED = "suspended", "This organisation is suspended"
    WRONG_WORKFLOW = "wrong_workflow", "The message has another workflow"
    NO_FLOW = "no_data_flow", "No data flow is named, or none of this name exists"
    REFUSED = "file_refused", "The file could not be checked"


class MeshMessage(models.Model):
    """One message from a mailbox. `message_id` is MESH's own; ids of what we sent are kept, so that it is sent once."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField(max_length=100, unique=True)
    sender_mailbox = models.CharField(max_length=30)
    workflow = models.CharField(max_length=100, blank=True)
    local_id = EncryptedTextField(default="", blank=True)
    file_name = EncryptedTextField(default="", blank=True)
    subject = EncryptedTextField(default="", blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="mesh_messages")
    check_made = models.OneToOneField(Check, null=True, on_delete=models.PROTECT, related_name="mesh_message")
    state = models.CharField(max_length=12, choices=MeshState, default=MeshState.RECEIVED)
    outcome = models.CharField(max_length=19, choices=MeshOutcome, blank=True)
    problem = models.CharField(max_length=13, choices=CheckProblem, blank=True)  # of a file that became no check
    receipt_message_id = models.CharField(max_length=100, blank=True)
    result_message_id = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField(db_default=DatabaseNow())
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sender_mailbox", "id"], condition=~Q(state="answered"), name="mesh_unanswered"),
        ]
        constraints = [
            one_of("state", MeshState, "mesh_state_is_known"),
            one_of("outcome", MeshOutcome, "mesh_outcome_is_known", blank=True),
            one_of("problem", CheckProblem, "mesh_problem_is_known", blank=True),
            models.CheckConstraint(
                condition=(Q(state="answered", answered_at__isnull=False) & ~Q(outcome=""))
                | (~Q(state="answered") & Q(answered_at__isnull=True)),
                name="mesh_answer_has_its_outcome",
            ),
        ]
