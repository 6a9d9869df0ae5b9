"""The audit, unusual look-ups and reports."""

from datetime import timedelta

from registry import audit
from registry.clock import now
from registry.models import AuditAction, Call, Case, PageOpinion, StaffUser
from tests.factories import make_nhs_number
from tests.support.staff import as_actor
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import Visitor

NUMBER = make_nhs_number(700)


def page(name: str):
    return lambda visitor: at.signed_in(visitor, f"staff:{name}")


def with_looks(visitor: Visitor, name: str) -> str:
    """Someone opened one record again and again."""
    address = at.signed_in(visitor, f"staff:{name}")
    by = as_actor(StaffUser.objects.latest("pk"))
    for _ in range(4):
        details = {"shown": "masked", "own_surname": 1}
        audit.record(AuditAction.PERSON_VIEWED, by=by, at=now(), subject=NUMBER, reason="complaint", details=details)
    return address


def with_cases(visitor: Visitor) -> str:
    """Forms of every age, some of them decided."""
    address = at.signed_in(visitor, "staff:report")
    member, today = StaffUser.objects.latest("pk"), now().date()
    for days in (0, 1, 2, 5, 6, 9, 12, 20):
        columns = {"form_type": "self", "arrived_by": "post", "received_on": today - timedelta(days=days)}
        columns |= {"due_on": today, "logged_by": member}
        Case.objects.create(reference=f"{700_000 + days}-C", state="to_enter", **columns)
        decided = {"state": "returned", "return_reasons": ["not_signed"], "decided_by": member, "decided_at": now()}
        Case.objects.create(reference=f"{800_000 + days}-C", **columns | decided)
    Call.objects.create(agent=member, reason="complaint")
    return address


def with_opinions(visitor: Visitor) -> str:
    """Readers liked one page and did not follow another."""
    said = [("gps/reception", "yes", 12), ("gps/reception", "no", 1), ("public/two-opt-outs", "no", 9)]
    for page_address, opinion, count in [*said, ("public/two-opt-outs", "hard", 4)]:
        PageOpinion.objects.create(page=page_address, said_on=now().date(), opinion=opinion, count=count)
    return at.signed_in(visitor, "staff:guidance-report")


STATES = (
    State("staff-audit", "staff:audit", page("audit")),
    State("staff-audit-person-empty", "staff:audit-person", page("audit-person"), {}, 422),
    State(
        "staff-audit-person",
        "staff:audit-person",
        lambda visitor: with_looks(visitor, "audit-person"),
        {"nhs_number": NUMBER.digits},
    ),
    State("staff-look-ups", "staff:look-up-list", lambda visitor: with_looks(visitor, "look-up-list")),
    State("staff-look-ups-empty", "staff:look-up-list", lambda visitor: with_looks(visitor, "look-up-list"), {}, 422),
    State("staff-report", "staff:report", with_cases),
    State("staff-report-wrong", "staff:report", lambda visitor: page("report")(visitor) + "?period=days", status=422),
    State("staff-guidance-report", "staff:guidance-report", with_opinions),
    State("staff-audit-staff", "staff:audit-staff", page("audit-staff")),
    State("staff-audit-case", "staff:audit-case", page("audit-case")),
)
