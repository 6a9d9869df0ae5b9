"""A person's answers until the one final action."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models.call import Call
from registry.models.codes import MessageChannel
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.identity_check import IdentityCheck
from registry.models.preference import PreferenceChange


class Draft(models.Model):
    """Answers, encrypted. Every POST locks the row, so parallel posts queue and none is lost.

    `submission_key` becomes the idempotency key of the final action. After saving only `saved_change` is left.
    """

    append_only = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers = EncryptedJSONField(default=dict)
    identity_check = models.ForeignKey(IdentityCheck, null=True, blank=True, on_delete=models.SET_NULL)
    proved_nhs_number = NHSNumberField(null=True, blank=True)
    proved_channel = models.CharField(max_length=6, choices=MessageChannel, blank=True)
    proved_contact = EncryptedTextField(default="", blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    # Set when call-centre staff go through the website for a caller.
    assisted_call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submission_key = models.UUIDField(default=uuid.uuid4)
    saved_change = models.ForeignKey(PreferenceChange, null=True, blank=True, on_delete=models.PROTECT)
    started_at = models.DateTimeField(db_default=DatabaseNow())
    last_seen_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        indexes = [models.Index(fields=["last_seen_at"], name="draft_by_age")]
        constraints = [
            nhs_number_is_valid("proved_nhs_number", "draft_nhs_number_is_valid"),
            models.CheckConstraint(
                condition=Q(proved_nhs_number__isnull=True, proved_at__isnull=True)
                | Q(proved_nhs_number__isnull=False, proved_at__isnull=False),
                name="draft_proof_has_its_instant",
            ),
            one_of("proved_channel", MessageChannel, "draft_channel_is_known", blank=True),
            models.CheckConstraint(
                condition=Q(saved_change__isnull=True)
                | Q(proved_nhs_number__isnull=True, answers=b"", proved_channel="", proved_contact=b""),
                name="draft_is_empty_once_saved",
            ),
        ]
