"""Accounts of the people who work in the back office."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow


class Role(models.TextChoices):
    """A bundle of permissions (registry/permissions.py). Pages ask for a permission, never for a role."""

    AGENT = "agent", "Agent"
    CHECKER = "checker", "Checker"
    SUPERVISOR = "supervisor", "Supervisor"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class StaffUserManager(BaseUserManager["StaffUser"]):
    """Makes accounts; there is no superuser that bypasses permissions."""

    def create_user(self, *, username: str, password: str | None, display_name: str, **columns: object) -> "StaffUser":
        """Create an active account with a hashed password, or one that no password opens."""
        user = self.model(username=username, display_name=display_name, **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user


class StaffUser(AbstractBaseUser):
    """One member of staff. `own_number_key` and `home_key` are HMACs: staff may not open their own record (T19)."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    roles = ArrayField(models.CharField(max_length=13, choices=Role), default=list)
    is_active = models.BooleanField(default=True)
    own_number_key = models.BinaryField(max_length=32, null=True)
    home_key = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    last_seen_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    objects = StaffUserManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(roles__contained_by=Role.values), name="staff_roles_are_known"),
            models.CheckConstraint(
                condition=Q(is_active=True, suspended_at__isnull=True) | Q(is_active=False, suspended_at__isnull=False),
                name="staff_suspension_has_its_instant",
            ),
        ]


class Invitation(models.Model):
    """The one link by which someone sets the first password of their account. Its token is kept as a keyed hash."""

    append_only = False

    user = models.OneToOneField(StaffUser, on_delete=models.CASCADE, related_name="invitation")
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
