"""Reads of organisations, their people and data flows. What is about one organisation asks for it first (T28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from registry.encryption import keyed_hash
from registry.models import DataFlow, Organisation, OrganisationPerson, OrganisationRole

PAGE_SIZE = 25


class OrganisationNotFound(Exception):
    """There is no such organisation."""


class PersonNotFound(Exception):
    """This organisation has no such person: another's answers as one that does not exist."""


class FlowNotFound(Exception):
    """This organisation has no such flow: another's answers as one that does not exist."""


class LinkOver(Exception):
    """No such link, used already, replaced, too old, or suspended: nobody is told which."""


@dataclass(frozen=True)
class OrganisationPage:
    """Up to 25 organisations by code, with `people_count`. `after` asks for the page behind; empty on the last."""

    organisations: Sequence[Organisation]
    after: str


@dataclass(frozen=True)
class Member:
    """One person of an organisation, as those who manage people see them."""

    public_id: UUID
    name: str
    email: str
    roles: tuple[OrganisationRole, ...]
    is_active: bool
    is_invited: bool
    has_app: bool
    last_seen_at: datetime | None

    @property
    def role_names(self) -> str:
        """Say the roles in words."""
        return ". ".join(role.label for role in self.roles) or "None"

    @property
    def state(self) -> str:
        """Say in words whether this person signs in."""
        if not self.is_active:
            return "Suspended"
        return "Invited" if self.is_invited else "Active"


def list_organisations(*, after: str = "") -> OrganisationPage:
    """Return organisations by ODS code. `after` is the code that the page before ended with."""
    active = Count("people", filter=Q(people__suspended_at__isnull=True))
    rows = Organisation.objects.filter(ods_code__gt=after).annotate(people_count=active).order_by("ods_code")
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return OrganisationPage(shown, shown[-1].ods_code if len(found) > PAGE_SIZE else "")


def get_organisation(public_id: UUID) -> Organisation:
    """Return one organisation, for those who register them. Raises OrganisationNotFound."""
    found = Organisation.objects.filter(public_id=public_id).first()
    if found is None:
        raise OrganisationNotFound("no such organisation")
    return found


def members_of(organisation: Organisation) -> list[Member]:
    """Return the people of an organisation by name."""
    rows = OrganisationPerson.objects.filter(organisation=organisation).order_by("name", "pk")
    return [_member(row) for row in rows]


def member_of(organisation: Organisation, public_id: UUID) -> Member:
    """Return one person of an organisation. Raises PersonNotFound."""
    row = OrganisationPerson.objects.filter(organisation=organisation, public_id=public_id).first()
    if row is None:
        raise PersonNotFound("no such person")
    return _member(row)


def person_for_session(person_id: int, session_number: int) -> OrganisationPerson | None:
    """Return someone whose session is still good: they and their organisation are active, and nobody ended it."""
    return (
        OrganisationPerson.objects.select_related("organisation")
        .filter(
            pk=person_id,
            session_number=session_number,
            suspended_at__isnull=True,
            organisation__suspended_at__isnull=True,
        )
        .first()
    )


def person_by_email(email: str) -> OrganisationPerson | None:
    """Return whose address this is, before anybody is signed in; addresses are kept in small letters."""
    people = OrganisationPerson.objects.select_related("organisation")
    return people.filter(email=email.strip().lower()).first()


def invited_person(token: str, *, at: datetime) -> OrganisationPerson:
    """Return whose invitation this is, while it lasts. Raises LinkOver."""
    people = OrganisationPerson.objects.select_related("organisation")
    found = people.filter(
        invitation__token_hash=link_hash(token),
        invitation__expires_at__gt=at,
        suspended_at__isnull=True,
        organisation__suspended_at__isnull=True,
    ).first()
    if found is None:
        raise LinkOver("this link is over")
    return found


def link_hash(token: str) -> bytes:
    """Return the keyed hash under which an invitation's token is kept."""
    return keyed_hash("member-invitation", token)


def recovery_hash(person: OrganisationPerson, code: str) -> str:
    """Return the keyed hash under which one of a person's recovery codes is kept."""
    return keyed_hash("member-recovery", f"{person.public_id}|{code}").hex()


def flows_of(organisation: Organisation, *, archived: bool = False) -> list[DataFlow]:
    """Return the flows of an organisation by name: those in use, or those that were put away."""
    rows = DataFlow.objects.filter(organisation=organisation, archived_at__isnull=not archived)
    return list(rows.order_by("name", "pk"))


def flow_of(organisation: Organisation, public_id: UUID, *, archived: bool = False) -> DataFlow:
    """Return one flow in use, or with `archived` also one that was put away. Raises FlowNotFound."""
    rows = DataFlow.objects.filter(organisation=organisation, public_id=public_id)
    found = (rows if archived else rows.filter(archived_at__isnull=True)).first()
    if found is None:
        raise FlowNotFound("no such flow")
    return found


def _member(row: OrganisationPerson) -> Member:
    return Member(
        public_id=row.public_id,
        name=row.name,
        email=row.email,
        roles=tuple(role for role in OrganisationRole if role in row.roles),
        is_active=row.suspended_at is None,
        is_invited=not row.has_usable_password(),
        has_app=bool(row.app_secret),
        last_seen_at=row.last_seen_at,
    )
