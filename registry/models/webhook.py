"""Where an organisation's systems want to hear that a check has ended, and each such call."""

import uuid

from django.db import models

from registry.clock import DatabaseNow
from registry.fields import EncryptedTextField
from registry.models.check import Check
from registry.models.dispatchable import Dispatchable, due_index, work_constraints
from registry.models.organisation import Organisation


class Webhook(models.Model):
    """An address that is called. `secret` signs each call, so that the receiver knows it came from us."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="webhooks")
    url = models.URLField(max_length=500)
    secret = EncryptedTextField()
    created_at = models.DateTimeField(db_default=DatabaseNow())
    removed_at = models.DateTimeField(null=True)


class WebhookDelivery(Dispatchable):
    """One call about one check: queued work, tried again until it is taken or its deadline has passed."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    check_told = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="deliveries")
    created_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        indexes = [due_index("webhook")]
        constraints = [
            *work_constraints("webhook"),
            models.UniqueConstraint(fields=["webhook", "check_told"], name="webhook_once_per_check"),
        ]
