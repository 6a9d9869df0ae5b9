"""A file on its way to us from a browser, part by part, so that a broken line costs one part and not the file."""

import uuid

from django.db import models
from django.db.models import F, Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedTextField
from registry.models.check import Check
from registry.models.data_flow import DataFlow
from registry.models.organisation import OrganisationPerson


class Upload(models.Model):
    """One file that arrives in parts. `size` is what the browser announced; `received` is what lies here whole."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(OrganisationPerson, on_delete=models.PROTECT, related_name="uploads")
    flow = models.ForeignKey(DataFlow, on_delete=models.PROTECT, related_name="+")
    is_test = models.BooleanField(default=False)
    file_name = EncryptedTextField(default="", blank=True)
    column = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    touched_at = models.DateTimeField(db_default=DatabaseNow())
    check_made = models.OneToOneField(Check, null=True, on_delete=models.PROTECT, related_name="upload")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_no_more_than_announced"),
        ]


class UploadPart(models.Model):
    """One part, as a file of its own in the check store. Parts follow each other without a gap."""

    append_only = False

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    starts_at = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    stored_name = models.UUIDField(unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "starts_at"], name="upload_part_once")]
