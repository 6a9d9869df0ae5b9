"""Organisations' people and what the audit keeps of them."""

import pytest

from registry.models import AuditEvent


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Argon2 is slow on purpose; what it guards is not what these tests look at."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def happened(db):
    """What the audit holds of one kind: who, about what, why."""

    def read(action):
        rows = AuditEvent.objects.filter(action=action).order_by("pk")
        return list(rows.values_list("actor_kind", "actor_id", "object_id", "reason"))

    return read
