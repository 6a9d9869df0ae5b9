"""Accounts of the people who work in the back office."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class StaffUserManager(BaseUserManager["StaffUser"]):
    """Makes accounts; there is no superuser that bypasses permissions."""

    def create_user(self, *, username: str, password: str, display_name: str) -> "StaffUser":
        """Create an active account with a hashed password."""
        user = self.model(username=username, display_name=display_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class StaffUser(AbstractBaseUser):
    """One member of staff."""

    append_only = False

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)

    objects = StaffUserManager()

    USERNAME_FIELD = "username"
