"""The organisations of the demonstration: two that know nothing of each other, with people, apps and data flows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.actions.demo_staff import DemoCode
from registry.actions.organisations.flows import NewFlow, save_flow
from registry.actions.organisations.own_account import set_up_app
from registry.actions.organisations.registering import NewOrganisation, grant_few_numbers, register
from registry.app_codes import app_code, step_at
from registry.models import FlowPurpose, LegalBasis, Organisation, OrganisationPerson, OrganisationRole, StaffUser
from registry.parties import Actor, organisation_person, staff_member

ADMINISTRATOR = "demo-administrator"
ALL = tuple(OrganisationRole)


@dataclass(frozen=True)
class DemoMember:
    """Someone who signs in for an organisation; nothing about it is secret."""

    email: str
    password: str
    name: str
    roles: tuple[OrganisationRole, ...]
    secret: str


@dataclass(frozen=True)
class DemoOrganisation:
    """An organisation with its people and flows. `few` is why it may check fewer than ten numbers, or empty."""

    details: NewOrganisation
    members: tuple[DemoMember, ...]
    flows: tuple[NewFlow, ...]
    few: str = ""


ORGANISATIONS = (
    DemoOrganisation(
        NewOrganisation(
            "ZZ901", "Demonstration Hospitals NHS Trust", "Nadia Hale", "nadia.hale@example.com", date(2026, 1, 12)
        ),
        (
            DemoMember(
                "nadia.hale@example.com", "marble-kettle-summit", "Nadia Hale", ALL, "MRSW23ZNN5ZGOLLIMFWGKIJBEEQSCIJB"
            ),
            DemoMember(
                "sean.okoro@example.com",
                "lantern-pebble-voyage",
                "Sean Okoro",
                (OrganisationRole.CHECK, OrganisationRole.RECEIPTS),
                "MRSW23ZNN5ZGOLLPNNXXE3ZBEEQSCIJB",
            ),
        ),
        (
            NewFlow(
                "Asthma outcomes study",
                FlowPurpose.RESEARCH,
                "How well inhaler treatment works for adults with asthma",
                LegalBasis.REGULATION_5,
                "26/CAG/0042",
                "University of Exampleton",
            ),
            NewFlow(
                "Winter bed planning",
                FlowPurpose.PLANNING,
                "How many beds are needed from November to March",
                LegalBasis.REGULATION_5,
                "26/CAG/0077",
                "Exampleshire Integrated Care Board",
            ),
        ),
    ),
    DemoOrganisation(
        NewOrganisation(
            "ZZ902", "Exampleshire Rare Disease Register", "Ida Lindgren", "ida.lindgren@example.com", date(2026, 3, 2)
        ),
        (
            DemoMember(
                "ida.lindgren@example.com",
                "orchard-signal-copper",
                "Ida Lindgren",
                ALL,
                "MRSW23ZNN5ZGOLLMNFXGIZ3SMVXCCIJB",
            ),
        ),
        (
            NewFlow(
                "Rare anaemia cohort",
                FlowPurpose.RESEARCH,
                "How people with rare anaemias fare over ten years",
                LegalBasis.REGULATION_5,
                "26/CAG/0101",
                "Exampleshire Rare Disease Register",
            ),
        ),
        few="The register follows groups of fewer than ten people",
    ),
)


def write_organisations(*, at: datetime) -> None:
    """Register the organisations that are missing. One that somebody changed since stays as it is."""
    by = staff_member(StaffUser.objects.only("pk").get(username=ADMINISTRATOR).pk)
    for demo in ORGANISATIONS:
        if not Organisation.objects.filter(ods_code=demo.details.ods_code).exists():
            _write(demo, by, at)


def current_member_codes(*, at: datetime) -> list[DemoCode]:
    """Return what the apps of the organisations' people show at `at`."""
    return [DemoCode(person.email, app_code(person.secret, step_at(at))) for _, person in everyone()]


def everyone() -> list[tuple[DemoOrganisation, DemoMember]]:
    """Return the organisations' people, each with their organisation."""
    return [(demo, person) for demo in ORGANISATIONS for person in demo.members]


def _write(demo: DemoOrganisation, by: Actor, at: datetime) -> None:
    organisation = register(new=demo.details, by=by, at=at)
    if demo.few:
        until = at + timedelta(days=365)
        grant_few_numbers(organisation_id=organisation.public_id, until=until, reason=demo.few, by=by, at=at)
    people = [_write_member(organisation, person, at) for person in demo.members]
    for flow in demo.flows:
        save_flow(organisation, flow, by=organisation_person(people[0].pk), at=at)


def _write_member(organisation: Organisation, demo: DemoMember, at: datetime) -> OrganisationPerson:
    person = OrganisationPerson(
        organisation=organisation, email=demo.email, name=demo.name, roles=[role.value for role in demo.roles]
    )
    person.set_password(demo.password)
    person.save(force_insert=True)
    # The app was set up earlier, so that the code that it shows now is still unused.
    then = at - timedelta(minutes=5)
    return set_up_app(person=person, secret=demo.secret, code=app_code(demo.secret, step_at(then)), at=then)[0]
