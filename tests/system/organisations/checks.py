"""Data flows, sending a list, and what came of it."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from registry.actions.checks.uploads import NewUpload, begin_upload
from registry.clock import now
from registry.models import Check, CheckProblem, OrganisationPerson, WorkState
from registry.parties import organisation_person
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_member
from tests.support.finished_checks import finished_check
from tests.support.members import member_client
from tests.system.state import State
from tests.system.visitor import Visitor


def signed_in(visitor: Visitor) -> OrganisationPerson:
    """The visitor is somebody with every role of an organisation."""
    person = make_member()
    member_client(person, visitor.client)
    return person


def opened(name: str, *args: object) -> str:
    return reverse(f"organisations:{name}", args=args)


def flows(visitor: Visitor) -> str:
    organisation = signed_in(visitor).organisation
    make_flow(organisation)
    make_flow(organisation, name="A registry that was closed", archived_at=now())
    return opened("flow-list")


def change_flow(visitor: Visitor) -> str:
    return opened("flow-change", make_flow(signed_in(visitor).organisation).public_id)


def page(visitor: Visitor, name: str) -> str:
    signed_in(visitor)
    return opened(name)


def new_list(visitor: Visitor) -> str:
    """The page with two flows to choose from and an upload that was not finished."""
    person = signed_in(visitor)
    flow = make_flow(person.organisation)
    make_flow(person.organisation)
    begin(person, flow)
    return opened("check-new")


def begin(person: OrganisationPerson, flow) -> object:
    upload = NewUpload(flow, "a rather long name of a list that was sent in November.csv", 9_000_000)
    return begin_upload(person, upload, by=organisation_person(person.pk), at=now()).public_id


def unfinished(visitor: Visitor) -> str:
    person = signed_in(visitor)
    return opened("upload", begin(person, make_flow(person.organisation)))


def done(visitor: Visitor, **columns) -> str:
    return opened("check-detail", finished_check(signed_in(visitor).organisation, **columns).public_id)


def expired(visitor: Visitor) -> str:
    return done(visitor, valid_until=now() - timedelta(minutes=1), result_name=None, report_name=None)


def gone(visitor: Visitor) -> str:
    check = finished_check(signed_in(visitor).organisation, valid_until=now() - timedelta(minutes=1))
    return opened("check-result", check.public_id)


def working(visitor: Visitor) -> str:
    check = make_check(signed_in(visitor).organisation, input_bytes=1000, file_name="list.csv", is_test=True)
    claim = {"claim_id": uuid4(), "lease_until": now() + timedelta(hours=1)}
    Check.objects.filter(pk=check.pk).update(state=WorkState.CLAIMED, done_bytes=420, done_lines=34, **claim)
    return opened("check-detail", check.public_id)


def failed(visitor: Visitor) -> str:
    check = make_check(signed_in(visitor).organisation, file_name="list.xlsx")
    ended = {"state": WorkState.FAILED, "finished_at": now(), "last_error": CheckProblem.NOT_TEXT}
    Check.objects.filter(pk=check.pk).update(**ended)
    return opened("check-detail", check.public_id)


def history(visitor: Visitor) -> str:
    """A page that is full, with one check of each state."""
    organisation = signed_in(visitor).organisation
    flow = make_flow(organisation)
    for _ in range(25):
        make_check(organisation, flow=flow, file_name="list.csv")
    finished_check(organisation, flow=flow, is_test=True)
    ended = finished_check(organisation, flow=flow)
    Check.objects.filter(pk=ended.pk).update(valid_until=now() - timedelta(days=1))
    return opened("check-list")


STATES: tuple[State, ...] = (
    State("organisation-flows", "organisations:flow-list", flows),
    State("organisation-flow-new", "organisations:flow-new", lambda v: page(v, "flow-new")),
    State("organisation-flow-new-empty", "organisations:flow-new", lambda v: page(v, "flow-new"), {}, 422),
    State("organisation-flow-change", "organisations:flow-change", change_flow),
    State("organisation-check-new", "organisations:check-new", new_list),
    State("organisation-check-new-empty", "organisations:check-new", new_list, {}, 422),
    State("organisation-upload", "organisations:upload", unfinished),
    State("organisation-check-working", "organisations:check-detail", working),
    State("organisation-check-done", "organisations:check-detail", done),
    State("organisation-check-expired", "organisations:check-detail", expired),
    State("organisation-check-failed", "organisations:check-detail", failed),
    State("organisation-check-gone", "organisations:check-result", gone, status=410),
    State("organisation-checks", "organisations:check-list", history),
    State("organisation-test-mode", "organisations:test-mode", lambda v: page(v, "test-mode")),
)
