"""Signing in for an organisation, one's own account, and the organisation's people."""

import re

from django.urls import reverse

from registry.actions.organisations.people import NewPerson, invite
from registry.clock import now
from registry.models import OrganisationPerson, OrganisationRole
from registry.parties import SYSTEM
from tests.factories.organisations import MEMBER_PASSWORD, make_member, make_organisation
from tests.support.members import give_app, member_client
from tests.system.state import State
from tests.system.visitor import Visitor

WRONG = {"email": "nobody@example.com", "password": "wrong"}
SLIPS = {"name": "", "email": "nia"}


def path(name: str, **named: object) -> str:
    return reverse(f"organisations:{name}", kwargs=named)


def inside(visitor: Visitor, name: str) -> str:
    """Signed in with an app and all roles."""
    person = make_member()
    give_app(person)
    member_client(person, visitor.client)
    return path(name)


def half_way(visitor: Visitor, name: str, *, with_app: bool) -> str:
    """The right password is given, and nothing else."""
    person = make_member()
    if with_app:
        give_app(person)
    answer = visitor.client.post(path("sign-in"), {"email": person.email, "password": MEMBER_PASSWORD})
    assert answer.status_code == 302
    return path(name)


def invitation(_visitor: Visitor) -> str:
    number = OrganisationPerson.objects.count()
    new = NewPerson("Nia Newcomer", f"nia-{number}@example.com", (OrganisationRole.CHECK,))
    _, link = invite(organisation=make_organisation(), new=new, by=SYSTEM, at=now())
    return re.sub(r"^https?://[^/]+", "", link)


def colleague(visitor: Visitor, name: str) -> str:
    """A page about somebody else of one's organisation."""
    person = make_member()
    member_client(person, visitor.client)
    return path(name, public_id=make_member(person.organisation).public_id)


def oneself(visitor: Visitor) -> str:
    """A step that nobody takes against themselves."""
    person = make_member()
    member_client(person, visitor.client)
    return path("person-step", public_id=person.public_id, step="suspend")


def page(name: str) -> State:
    return State(f"organisation-{name}", f"organisations:{name}", lambda v: inside(v, name))


def about(name: str) -> State:
    return State(f"organisation-{name}", f"organisations:{name}", lambda v: colleague(v, name))


SHORT = {"new_password": "short", "again": "other"}
STATES = (
    State("organisation-sign-in", "organisations:sign-in", lambda _: path("sign-in")),
    State("organisation-sign-in-wrong", "organisations:sign-in", lambda _: path("sign-in"), WRONG, 422),
    State(
        "organisation-second-factor",
        "organisations:second-factor",
        lambda v: half_way(v, "second-factor", with_app=True),
    ),
    State("organisation-set-up", "organisations:set-up", lambda v: half_way(v, "set-up", with_app=False)),
    State("organisation-invitation-weak", "organisations:invitation", invitation, SHORT, 422),
    State(
        "organisation-invitation-over",
        "organisations:invitation",
        lambda _: path("invitation", token="A" * 43),
        status=404,
    ),
    page("home"),
    page("account"),
    page("change-password"),
    page("new-app"),
    page("recovery-codes"),
    State(
        "organisation-recovery-codes-made",
        "organisations:recovery-codes",
        lambda v: inside(v, "recovery-codes"),
        {"password": MEMBER_PASSWORD},
    ),
    page("person-list"),
    State(
        "organisation-person-invite-wrong",
        "organisations:person-invite",
        lambda v: inside(v, "person-invite"),
        SLIPS,
        422,
    ),
    about("person-detail"),
    about("person-roles"),
    State("organisation-person-step-refused", "organisations:person-step", oneself, {}, 409),
)
