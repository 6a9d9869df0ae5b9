"""Things for staff to do that are not paper forms, and flags on people that staff must see."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedTextField, NHSNumberField
from registry.models.call import Call
from registry.models.case import Case
from registry.models.claimable import Claimable, claim_constraints
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.message import Message
from registry.models.staff_user import StaffUser


class TaskKind(models.TextChoices):
    """What there is to do."""

    CALL_BACK = "call_back", "Call someone back"
    RETURNED_POST = "returned_post", "A letter came back"
    RESTRICTED_RECORD = "restricted_record", "Write by hand to someone whose record is restricted"
    REVIEW_LOOK_UP = "review_look_up", "Review an unusual look-up"
    OTHER = "other", "Something else"


class TaskState(models.TextChoices):
    """Open until someone has done it."""

    OPEN = "open", "To do"
    DONE = "done", "Done"


# Each state with those that may follow it.
TASK_TRANSITIONS: dict[TaskState, tuple[TaskState, ...]] = {TaskState.OPEN: (TaskState.DONE,), TaskState.DONE: ()}


class Task(Claimable):
    """One thing to do, by `due_at`. `detail` is what the next person needs to know."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=17, choices=TaskKind)
    state = models.CharField(max_length=4, choices=TaskState, default=TaskState.OPEN)
    nhs_number = NHSNumberField(null=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="tasks")
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT, related_name="tasks")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="tasks")
    detail = EncryptedTextField(default="", blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=DatabaseNow())
    outcome = EncryptedTextField(default="", blank=True)
    done_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="task_open_by_due")]
        constraints = [
            *claim_constraints("task"),
            one_of("kind", TaskKind, "task_kind_is_known"),
            one_of("state", TaskState, "task_state_is_known"),
            nhs_number_is_valid("nhs_number", "task_nhs_number_is_valid"),
            models.CheckConstraint(
                condition=Q(state="done", done_by__isnull=False, done_at__isnull=False)
                | Q(state="open", done_by__isnull=True, done_at__isnull=True),
                name="task_end_has_its_hand",
            ),
        ]


class FlagKind(models.TextChoices):
    """What staff must know before they write to someone."""

    POST_RETURNED = "post_returned", "Post to the address on the record comes back"


class PersonFlag(models.Model):
    """A flag on a person, up until someone clears it."""

    append_only = False

    nhs_number = NHSNumberField()
    kind = models.CharField(max_length=13, choices=FlagKind)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="flags")
    raised_at = models.DateTimeField(db_default=DatabaseNow())
    raised_by = models.ForeignKey(StaffUser, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", FlagKind, "flag_kind_is_known"),
            nhs_number_is_valid("nhs_number", "flag_nhs_number_is_valid"),
            models.UniqueConstraint(
                fields=["nhs_number", "kind"], condition=Q(cleared_at__isnull=True), name="flag_raised_once"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True)
                | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="flag_clearing_has_its_hand",
            ),
        ]
