"""Organisations, their people and data flows, synthetic all of them."""

from datetime import date, timedelta
from itertools import count

from registry.clock import now
from registry.models import (
    DataFlow,
    FlowPurpose,
    LegalBasis,
    Organisation,
    OrganisationPerson,
    OrganisationRole,
)

MEMBER_PASSWORD = "a long organisation phrase"
_numbers = count(1)


def make_organisation(**columns) -> Organisation:
    """Make an organisation whose code is nobody else's."""
    number = next(_numbers)
    defaults = {
        "ods_code": f"T{number:04d}",
        "name": f"Test Trust {number}",
        "contact_name": "Casey Contact",
        "contact_email": f"contact-{number}@example.com",
        "agreement_on": date(2026, 1, 5),
    }
    return Organisation.objects.create(**defaults | columns)


def make_member(organisation: Organisation | None = None, *roles: OrganisationRole, **columns) -> OrganisationPerson:
    """Make someone with a password; with all roles unless some are named."""
    number = next(_numbers)
    person = OrganisationPerson(
        organisation=organisation or make_organisation(),
        email=columns.pop("email", f"member-{number}@example.com"),
        name=columns.pop("name", f"Morgan Member {number}"),
        roles=list(roles or OrganisationRole),
        **columns,
    )
    person.set_password(MEMBER_PASSWORD)
    person.save()
    return person


def make_flow(organisation: Organisation, **columns) -> DataFlow:
    """Make a data flow of this organisation."""
    defaults = {
        "name": f"Asthma study {next(_numbers)}",
        "purpose": FlowPurpose.RESEARCH,
        "purpose_detail": "How asthma is treated",
        "legal_basis": LegalBasis.REGULATION_5,
        "basis_reference": "26/CAG/0001",
        "recipient": "University of Testing",
    }
    return DataFlow.objects.create(organisation=organisation, **defaults | columns)


def grant_few(organisation: Organisation) -> Organisation:
    """Let this organisation check fewer than ten numbers for a day."""
    organisation.few_numbers_until = now() + timedelta(days=1)
    organisation.few_numbers_reason = "a test"
    organisation.save()
    return organisation
