"""One email, text or letter to be sent: the row first, the task second."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedBytesField, EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models.codes import MessageChannel, MessageKind
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.dispatchable import Dispatchable, due_index, work_constraints
from registry.models.preference import PreferenceChange

NEED_NO_NUMBER = (
    MessageKind.RETURN,
    MessageKind.INVITATION,
    MessageKind.ORGANISATION_INVITATION,
    MessageKind.CHECK_DONE,
)


class Message(Dispatchable):
    """A message. `public_id` is the reference that the provider sees; contact details are fetched when sending.

    `last_error` holds a MessageProblem. `returned_at` is when the letter came back.
    """

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=MessageKind)
    channel = models.CharField(max_length=6, choices=MessageChannel)
    nhs_number = NHSNumberField(null=True)  # none where no record was found, for staff and for organisations
    case_reference = models.CharField(max_length=9, blank=True)
    change = models.ForeignKey(
        PreferenceChange, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    recipient = EncryptedTextField(default="", blank=True)
    content = EncryptedJSONField(default=dict, blank=True)
    # A letter once composed is sent again as it is, never composed anew; erased with the contact details.
    letter = EncryptedBytesField(default=b"", blank=True)
    returned_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        indexes = [
            due_index("message"),
            models.Index(fields=["-id"], condition=Q(state__in=["failed", "expired"]), name="message_undelivered"),
            models.Index(fields=["nhs_number", "-id"], name="message_by_person"),
        ]
        constraints = [
            *work_constraints("message"),
            nhs_number_is_valid("nhs_number", "message_nhs_number_is_valid"),
            one_of("kind", MessageKind, "message_kind_is_known"),
            one_of("channel", MessageChannel, "message_channel_is_known"),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.CONFIRMATION, change__isnull=False)
                | (~Q(kind=MessageKind.CONFIRMATION) & Q(change__isnull=True)),
                name="message_confirmation_has_its_change",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=False) | Q(kind__in=NEED_NO_NUMBER),
                name="message_says_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MessageKind.RETURN) | ~Q(case_reference=""),
                name="message_return_has_its_case",
            ),
        ]
