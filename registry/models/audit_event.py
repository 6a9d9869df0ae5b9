"""What happened, who did it and why: append-only and without foreign keys, so that it outlives every other row."""

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.models.codes import ActorKind, AuditAction
from registry.models.constraints import one_of

# Events of staff looking at a person's record and of a supervisor reviewing that; few beside all others.
LOOKS = (AuditAction.PERSON_VIEWED, AuditAction.PERSON_REVEALED, AuditAction.LOOK_UPS_REVIEWED)


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
        indexes = [
            models.Index(fields=["subject", "id"], condition=Q(subject__isnull=False), name="audit_by_subject"),
            models.Index(fields=["actor_id", "id"], condition=Q(actor_kind=ActorKind.STAFF), name="audit_by_staff"),
            models.Index(fields=["object_id", "id"], condition=Q(object_type="case"), name="audit_by_case"),
            models.Index(fields=["at"], condition=Q(action__in=LOOKS), name="audit_looks"),
        ]
        constraints = [
            one_of("action", AuditAction, "audit_action_is_known"),
            one_of("actor_kind", ActorKind, "audit_actor_is_known"),
        ]
