"""Receiving forms and scans."""

from uuid import uuid4

from django.urls import reverse

from registry.actions.cases.receiving import receive_form
from registry.actions.cases.scans import receive_scan
from registry.clock import now
from registry.models import Case, Role, Scan
from tests.support.scans import as_file, page
from tests.support.staff import as_actor, make_staff
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import Visitor


def received() -> Case:
    """A form of today with a scan of two pages."""
    by, moment = as_actor(make_staff(Role.AGENT)), now()
    files = [("form.tif", as_file("TIFF", page(f"Page 1 {uuid4()}"), page("Page 2")))]
    typed = {"form_type": "self", "arrived_by": "post", "received_on": moment.date()}
    return receive_form(key=uuid4(), **typed, files=files, by=by, at=moment)


def unfiled() -> Scan:
    by = as_actor(make_staff(Role.AGENT))
    name = "a rather long name of a file from the scanner on the second floor 2026-11-20.png"
    return receive_scan(data=as_file("PNG", page(f"No code {uuid4()}")), name=name, case_id=None, by=by, at=now())


def about_case(visitor: Visitor, name: str) -> str:
    at.signed_in(visitor, "staff:home")
    return reverse(name, args=[received().public_id])


def about_unfiled(visitor: Visitor, name: str) -> str:
    at.signed_in(visitor, "staff:home")
    return reverse(name, args=[unfiled().pk])


def list_of_unfiled(visitor: Visitor) -> str:
    unfiled()
    return at.signed_in(visitor, "staff:unfiled-scan-list")


def choose(name: str, data: bytes):
    """Choose one file, as a person would."""

    return lambda _visitor, window: window.choose_file(name, data)


BAD = choose("form.pdf", b"%PDF-1.7 cut off")
GOOD = choose("form.png", as_file("PNG", page("No code", size=(620, 877))))
TYPED = {"arrived_by": "post", "form_type": "children"}
STATES = (
    State("staff-receive", "staff:receive", lambda v: at.signed_in(v, "staff:receive")),
    State("staff-receive-refused", "staff:receive", lambda v: at.signed_in(v, "staff:receive"), TYPED, 422, BAD),
    State("staff-case-received", "staff:case-received", lambda v: about_case(v, "staff:case-received")),
    State("staff-case-scans", "staff:case-scans", lambda v: about_case(v, "staff:case-scans")),
    State("staff-receive-pile", "staff:receive-pile", lambda v: at.signed_in(v, "staff:receive-pile")),
    State(
        "staff-receive-pile-done",
        "staff:receive-pile",
        lambda v: at.signed_in(v, "staff:receive-pile"),
        {"arrived_by": "post"},
        meanwhile=GOOD,
    ),
    State("staff-unfiled", "staff:unfiled-scan-list", list_of_unfiled),
    State("staff-unfiled-scan", "staff:unfiled-scan", lambda v: about_unfiled(v, "staff:unfiled-scan")),
    State(
        "staff-unfiled-scan-empty",
        "staff:unfiled-scan",
        lambda v: about_unfiled(v, "staff:unfiled-scan"),
        {"received_on_day": "45"},
        422,
    ),
    State("staff-scan-pages", "staff:scan-pages", lambda v: about_unfiled(v, "staff:scan-pages")),
)
