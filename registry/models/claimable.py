"""Work that one of the staff takes at a time. A claim ends by itself, so that nothing stays with someone who left."""

from django.db import models
from django.db.models import Q

from registry.models.staff_user import StaffUser


class Claimable(models.Model):
    """`assigned_to` is a supervisor's wish; `claimed_by` has it open now, until `claimed_until`."""

    assigned_to = models.ForeignKey(StaffUser, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(StaffUser, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def claim_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A claim has its end, and only then."""
    return [
        models.CheckConstraint(
            condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
            | Q(claimed_by__isnull=False, claimed_until__isnull=False),
            name=f"{prefix}_claim_has_its_end",
        )
    ]
