"""Organisations that check whom to leave out, and their people. An organisation never sees another (T28)."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedJSONField, EncryptedTextField
from registry.models.staff_user import StaffUser

ODS_CODE = r"^[A-Z0-9]{3,10}$"


class Organisation(models.Model):
    """One organisation that discloses data. Source of the shape of `ods_code`: the Organisation Data Service.

    `few_numbers_until` is a granted exception: checks of fewer than ten numbers, until then (D6, T29).
    """

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ods_code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=100)
    contact_email = models.EmailField()
    agreement_on = models.DateField()
    mesh_mailbox = models.CharField(max_length=30, blank=True)
    few_numbers_until = models.DateTimeField(null=True)
    few_numbers_reason = models.CharField(max_length=200, blank=True)
    requests_per_minute = models.PositiveIntegerField(default=600)
    numbers_per_day = models.PositiveBigIntegerField(default=200_000_000)
    registered_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=DatabaseNow())
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ods_code__regex=ODS_CODE), name="organisation_ods_code_shape"),
            models.UniqueConstraint(
                fields=["mesh_mailbox"], condition=~Q(mesh_mailbox=""), name="organisation_mailbox_once"
            ),
            models.CheckConstraint(
                condition=Q(few_numbers_until__isnull=True, few_numbers_reason="")
                | (Q(few_numbers_until__isnull=False) & ~Q(few_numbers_reason="")),
                name="organisation_exception_has_its_reason",
            ),
        ]

    @property
    def is_active(self) -> bool:
        """Return whether its people, keys and mailbox may do anything now."""
        return self.suspended_at is None


class OrganisationRole(models.TextChoices):
    """What someone may do for their organisation."""

    CHECK = "check", "Check files and download results"
    MANAGE = "manage", "Manage people, keys and data flows"
    RECEIPTS = "receipts", "See history and receipts"


class OrganisationPerson(AbstractBaseUser):
    """Someone who signs in for one organisation: a population apart from staff, so no slip makes one the other.

    `last_code_step` is the time step of the last code that was used: a code works once. `session_number` stands in
    every session; counting it up ends them all.
    """

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    roles = ArrayField(models.CharField(max_length=8, choices=OrganisationRole), default=list)
    app_secret = EncryptedTextField(default="", blank=True)
    last_code_step = models.BigIntegerField(default=0)
    recovery_codes = EncryptedJSONField(default=list, blank=True)
    session_number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    last_seen_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(roles__contained_by=OrganisationRole.values), name="organisation_person_roles_are_known"
            ),
        ]


class OrganisationInvitation(models.Model):
    """The one link by which someone sets their password and second factor. Its token is kept as a keyed hash."""

    append_only = False

    person = models.OneToOneField(OrganisationPerson, on_delete=models.CASCADE, related_name="invitation")
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
