"""A data flow: for what, on which legal basis and to whom an organisation discloses, said once and used again."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.models.constraints import one_of
from registry.models.organisation import Organisation


class FlowPurpose(models.TextChoices):
    """Purposes beyond individual care to which the choice applies."""

    RESEARCH = "research", "Research"
    PLANNING = "planning", "Planning and improving services"


class LegalBasis(models.TextChoices):
    """On what the disclosure rests. Source: the COPI regulations; the choice applies to section 251 support."""

    REGULATION_2 = "regulation_2", "Section 251 support, regulation 2 (cancer)"
    REGULATION_5 = "regulation_5", "Section 251 support, regulation 5 (research and other medical purposes)"
    OTHER = "other", "Another basis: we leave people out all the same"


class DataFlow(models.Model):
    """One named disclosure. `basis_reference` is the CAG reference, or what the other basis is."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flows")
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=8, choices=FlowPurpose)
    purpose_detail = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=12, choices=LegalBasis)
    basis_reference = models.CharField(max_length=100)
    recipient = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("purpose", FlowPurpose, "flow_purpose_is_known"),
            one_of("legal_basis", LegalBasis, "flow_basis_is_known"),
            models.CheckConstraint(
                condition=~Q(basis_reference="") & ~Q(recipient="") & ~Q(purpose_detail=""),
                name="flow_says_why_and_to_whom",
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(archived_at__isnull=True), name="flow_name_once"
            ),
        ]
