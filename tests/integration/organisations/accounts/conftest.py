"""Organisations' people and what the audit keeps of them."""

import pytest

from registry.models import AuditEvent


@pytest.fixture
def happened(db):
    """What the audit holds of one kind: who, about what, why."""

    def read(action):
        rows = AuditEvent.objects.filter(action=action).order_by("pk")
        return list(rows.values_list("actor_kind", "actor_id", "object_id", "reason"))

    return read
