"""What happened, who did it and why: append-only and without foreign keys, so that it outlives every other row."""

from django.db import models

from registry.clock import DatabaseNow
from registry.models.codes import ActorKind, AuditAction
from registry.models.constraints import one_of


class AuditEvent(models.Model):
    """One event. `subject` is an HMAC of the NHS number; `details` never holds personal data."""

    append_only = True

    at = models.DateTimeField(db_default=DatabaseNow())
    action = models.CharField(max_length=32, choices=AuditAction)
    actor_kind = models.CharField(max_length=7, choices=ActorKind)
    actor_id = models.CharField(max_length=64, blank=True)
    subject = models.BinaryField(max_length=32, null=True)
    object_type = models.CharField(max_length=32, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="audit_by_subject")]
        constraints = [
            one_of("action", AuditAction, "audit_action_is_known"),
            one_of("actor_kind", ActorKind, "audit_actor_is_known"),
        ]
