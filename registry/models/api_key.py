"""Keys by which an organisation's systems call the HTTP API, and the answers they may ask for a second time."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedBytesField
from registry.models.organisation import Organisation, OrganisationPerson


class ApiScope(models.TextChoices):
    """What a key may do."""

    CHECK = "check", "Check lists and files, and fetch their results"
    RECEIPTS = "receipts", "Read status and receipts"


class ApiKey(models.Model):
    """One key. Only a keyed hash is kept; `hint` is its beginning, by which people tell their keys apart.

    `networks` pins it to addresses and `certificate_sha256` to a client certificate; empty means any.
    """

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    hint = models.CharField(max_length=16)
    key_hash = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=8, choices=ApiScope))
    is_test = models.BooleanField(default=False)
    networks = ArrayField(models.CharField(max_length=43), default=list)
    certificate_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(OrganisationPerson, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=DatabaseNow())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scopes__contained_by=ApiScope.values), name="api_key_scopes_are_known"),
        ]


class ApiAnswer(models.Model):
    """The first answer to an idempotency key: a repeat gets it again, another request with the key is refused (I2)."""

    append_only = False

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="answers")
    idempotency_hash = models.BinaryField(max_length=32)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0)  # 0 while the first is still being answered
    body = EncryptedBytesField(default=b"", blank=True)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["api_key", "idempotency_hash"], name="api_answer_once"),
        ]
