"""Who made a choice: exactly one of the person (the consenting party) or a proxy."""

from django.db import models
from django.db.models import Q

from registry.fields import EncryptedTextField, NHSNumberField
from registry.models.codes import ProxyRole


class PartyColumns(models.Model):
    """The consenting party XOR a proxy with role, name and contact; shared by the choice and its history."""

    consenting_party = NHSNumberField(null=True, blank=True)
    proxy_role = models.CharField(max_length=9, choices=ProxyRole, blank=True)
    proxy_name = EncryptedTextField(default="", blank=True)
    proxy_contact = EncryptedTextField(default="", blank=True)

    class Meta:
        abstract = True


def patient_xor_proxy(name: str) -> models.CheckConstraint:
    """Exactly one of the two, and the consenting party can only be the person whose choice it is."""
    # Without the first condition a row with neither would compare with NULL, and NULL passes a check.
    patient = Q(consenting_party__isnull=False) & Q(
        consenting_party=models.F("nhs_number"), proxy_role="", proxy_name=b"", proxy_contact=b""
    )
    proxy = Q(consenting_party__isnull=True, proxy_role__in=ProxyRole.values) & ~Q(proxy_name=b"")
    return models.CheckConstraint(condition=patient | proxy, name=name)
