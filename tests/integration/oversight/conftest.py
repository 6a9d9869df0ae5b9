"""Auditors, supervisors, and those whom they watch."""

import pytest

from registry import audit
from registry.clock import now
from registry.models import AuditAction, AuditEvent, Role
from tests.support.staff import as_actor, make_staff, signed_in_client


@pytest.fixture
def agent(db):
    return make_staff(Role.AGENT, display_name="Ines Okafor")


@pytest.fixture
def supervisor(db):
    return make_staff(Role.SUPERVISOR, display_name="Tom Ashdown")


@pytest.fixture
def auditor(db):
    return make_staff(Role.AUDITOR, display_name="Ruth Vale")


@pytest.fixture
def auditors_desk(auditor):
    return signed_in_client(auditor)


@pytest.fixture
def supervisors_desk(supervisor):
    return signed_in_client(supervisor)


def look(by, number, *, at=None, action=AuditAction.PERSON_VIEWED, **columns):
    """Write the audit row of a look, as the actions do."""
    what = {"reason": "complaint", "details": {"shown": "masked"}} | columns
    return audit.record(action, by=as_actor(by), at=at or now(), subject=number, **what)


def events(action):
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


def text(answer):
    return answer.content.decode()
