"""The room where administrators register organisations."""

from django.urls import reverse

from registry.models import Organisation
from tests.factories.organisations import grant_few, make_member, make_organisation
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import Visitor


def one(visitor: Visitor, name: str, **more: str) -> str:
    """A page about an organisation with an exception and two people."""
    at.signed_in(visitor, "staff:home")
    person = make_member(grant_few(make_organisation()))
    other = make_member(person.organisation)
    named = {"public_id": person.organisation.public_id} | more
    if "person" in name:
        named["person_id"] = other.public_id
    return reverse(f"staff:{name}", kwargs=named)


def some(visitor: Visitor) -> str:
    make_organisation(suspended_at=make_organisation().created_at)
    assert Organisation.objects.count() > 1
    return at.signed_in(visitor, "staff:organisation-list")


def page(name: str, **more: str) -> State:
    return State(f"staff-{name}", f"staff:{name}", lambda v: one(v, name, **more))


STATES = (
    State("staff-organisation-list", "staff:organisation-list", some),
    State(
        "staff-organisation-register-wrong",
        "staff:organisation-register",
        lambda v: at.signed_in(v, "staff:organisation-register"),
        {"ods_code": "R!", "agreement_on_day": "32"},
        422,
    ),
    page("organisation-detail"),
    page("organisation-change"),
    page("organisation-exception"),
    page("organisation-invite"),
    page("organisation-person"),
    page("organisation-person-roles"),
    page("organisation-person-step", step="suspend"),
    State(
        "staff-organisation-step-no-reason",
        "staff:organisation-step",
        lambda v: one(v, "organisation-step", step="suspend"),
        {},
        422,
    ),
)
