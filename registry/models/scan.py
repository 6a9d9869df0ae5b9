"""Scans of paper. The pictures lie encrypted outside the database under opaque names; these rows say whose they are."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedTextField
from registry.models.case import Case
from registry.models.constraints import one_of
from registry.models.staff_user import StaffUser


class ScanState(models.TextChoices):
    """A scan is looked at only once it is ready."""

    QUARANTINED = "quarantined", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"
    DESTROYED = "destroyed", "Destroyed"


class ScanProblem(models.TextChoices):
    """Why a file was refused; staff see these words."""

    EMPTY = "empty", "The file is empty"
    TOO_LARGE = "too_large", "The file is larger than 25 MB"
    WRONG_TYPE = "wrong_type", "The file is not a PDF, JPEG, PNG or TIFF"
    TYPE_MISMATCH = "type_mismatch", "What is in the file is not what its name says"
    DAMAGED = "damaged", "The file is damaged or cut off"
    ENCRYPTED = "encrypted", "The file is locked with a password"
    TOO_MANY_PAGES = "too_many_pages", "The file has too many pages"
    TOO_MANY_PIXELS = "too_many_pixels", "A page is too large to show"
    TOO_DEMANDING = "too_demanding", "The file takes too much memory or time to read"
    VIRUS = "virus", "The virus scanner refused the file"


class PageKind(models.TextChoices):
    """What a page shows, which decides when it is destroyed."""

    FORM = "form", "The form"
    IDENTITY = "identity", "Copy of an identity paper"
    AUTHORITY = "authority", "Proof of authority"
    OTHER = "other", "Something else"


class Scan(models.Model):
    """One uploaded file, re-made as pictures of its pages. `case` is empty until it is filed."""

    append_only = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="scans")
    state = models.CharField(max_length=11, choices=ScanState, default=ScanState.QUARANTINED)
    problem = models.CharField(max_length=15, choices=ScanProblem, blank=True)
    original_name = EncryptedTextField(default="", blank=True)
    stored_name = models.UUIDField(null=True)  # the upload itself, until it is checked
    media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    barcode = models.CharField(max_length=40, blank=True)
    uploaded_by = models.ForeignKey(StaffUser, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=DatabaseNow())
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_at"], condition=Q(case__isnull=True), name="scan_unfiled"),
            models.Index(fields=["sha256"], name="scan_by_content"),
        ]
        constraints = [
            one_of("state", ScanState, "scan_state_is_known"),
            one_of("problem", ScanProblem, "scan_problem_is_known", blank=True),
            models.CheckConstraint(
                condition=Q(state=ScanState.REFUSED) & ~Q(problem="") | (~Q(state=ScanState.REFUSED) & Q(problem="")),
                name="scan_refusal_has_its_problem",
            ),
        ]


class ScanPage(models.Model):
    """A picture of one page, made by us; `stored_name` names its encrypted file until it is destroyed."""

    append_only = False

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=PageKind, default=PageKind.FORM)
    stored_name = models.UUIDField(unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="page_once_per_scan"),
            one_of("kind", PageKind, "page_kind_is_known"),
        ]
