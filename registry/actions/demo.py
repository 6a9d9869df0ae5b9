"""Fills the demonstration with made-up people, staff and organisations. Refuses to run anywhere else."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from registry.actions.demo_keys import example_call, write_demo_key
from registry.actions.demo_organisations import everyone, write_organisations
from registry.actions.demo_people import PEOPLE, DemoChoice, DemoPerson
from registry.actions.demo_staff import STAFF, write_staff
from registry.actions.preferences import Submission, record_choice
from registry.demographics import Demographics
from registry.matching import name_key
from registry.models import Person
from registry.nhs_number import NHSNumber
from registry.parties import Actor
from registry.sample_list import SAMPLE_NAME, sample_list


class NotADemonstration(Exception):
    """This place is not a demonstration: made-up people must not stand beside real ones."""


def seed_demo(*, by: Actor, at: datetime) -> None:
    """Write the people, their earlier choices, the staff accounts and the organisations. A second run changes nothing.

    A list to check lies in the data folder afterwards.
    A choice that somebody has changed since stays changed. Raises NotADemonstration.
    """
    check_is_demo()
    with transaction.atomic():
        for person in PEOPLE:
            write_person(person.record, person.superseded_by)
        for person in PEOPLE:
            if person.choice:
                _record(person.record, person.choice, by, at)
        write_staff(at=at)
        write_organisations(at=at)
        write_demo_key(at=at)
    Path(settings.DATA_DIR, SAMPLE_NAME).write_bytes(sample_list())


def start_table() -> dict[str, list[dict[str, str]]]:
    """Return what to show someone who starts the demonstration: people to try, and who may sign in.

    Every row of a list has the same keys. Raises NotADemonstration.
    """
    check_is_demo()
    return {
        "people_to_try": [_row(person) for person in PEOPLE],
        "staff_log-ins": [
            {"username": account.username, "password": account.password, "security_code": "at /demo/staff-codes/"}
            for account in STAFF
        ],
        "organisation_log-ins": [
            {
                "email": person.email,
                "password": person.password,
                "organisation": demo.details.name,
                "security_code": "at /demo/staff-codes/",
            }
            for demo, person in everyone()
        ],
        "a_list_sent_by_a_program": [{"in_a_terminal": example_call()}],
    }


def check_is_demo() -> None:
    """Raise NotADemonstration unless the settings say that this is one."""
    if not settings.NDOP_DEMO:
        raise NotADemonstration("NDOP_DEMO is not set")


def write_person(record: Demographics, superseded_by: NHSNumber | None = None) -> None:
    """Write one made-up record, unless there is one with this number."""
    if not Person.objects.filter(nhs_number=record.nhs_number).exists():
        columns = {name: getattr(record, name) for name in Demographics.__dataclass_fields__}
        columns |= {"address_lines": list(record.address_lines), "family_name_key": name_key(record.family_name)}
        Person.objects.create(**columns, superseded_by=superseded_by)


def _record(person: Demographics, choice: DemoChoice, by: Actor, at: datetime) -> None:
    submission = Submission(
        person=person,
        status=choice.status,
        source=choice.source,
        party=choice.party,
        decided_at=at,
        idempotency_key=f"demonstration {person.nhs_number.digits}",
    )
    record_choice(submission, by=by, at=at)


def _row(person: DemoPerson) -> dict[str, str]:
    born = person.record.date_of_birth
    return {
        "name": person.record.full_name,
        "date_of_birth": f"{born.day} {born.month} {born.year}",
        "nhs_number": person.record.nhs_number.spaced,
        "postcode": person.record.postcode,
        "what_they_show": person.shows,
    }
