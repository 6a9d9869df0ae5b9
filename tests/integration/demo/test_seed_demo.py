"""The people of the demonstration."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from registry.actions.demo import NotADemonstration, seed_demo, start_table
from registry.actions.demo_organisations import ORGANISATIONS
from registry.actions.demo_people import AMINA, NIAMH_NOW, OLIVER, PEOPLE
from registry.actions.demo_staff import STAFF
from registry.actions.preferences import record_choice
from registry.clock import now
from registry.gateways.directory import get_directory
from registry.management.commands.seed_demo import SEEDER
from registry.matching import IdentityDetails, matches
from registry.models import (
    AuditEvent,
    Message,
    Organisation,
    OrganisationPerson,
    Person,
    Preference,
    PreferenceChange,
    Role,
    StaffUser,
)
from registry.nhs_number import NHSNumber
from registry.policies import age_on
from registry.queries.organisations import flows_of
from registry.queries.preferences import current_preference
from registry.sample_list import SAMPLE_NAME, sample_list
from tests.factories import SubmissionFactory
from tests.support.sources import ROOT

pytestmark = pytest.mark.django_db
TABLES = (Person, Preference, PreferenceChange, AuditEvent, Message, StaffUser, Organisation, OrganisationPerson)


@pytest.fixture
def seeded(db):
    seed_demo(by=SEEDER, at=now())


def everything():
    return {table: list(table.objects.order_by("pk").values_list()) for table in TABLES}


def listed():
    answer = StringIO()
    call_command("seed_demo", "--list", stdout=answer)
    return json.loads(answer.getvalue())


def test_seed_twice_gives_the_same_rows():
    call_command("seed_demo")
    once = everything()
    call_command("seed_demo")
    assert everything() == once
    assert len(once[Person]) == len(PEOPLE) == 14


def test_seed_keeps_a_choice_that_was_changed_since(seeded):
    person = next(person for person in PEOPLE if person.choice and person.choice.status == "opted_out")
    record_choice(SubmissionFactory(person=person.record, status="allowed"), by=SEEDER, at=now())
    seed_demo(by=SEEDER, at=now())
    assert current_preference(person.record.nhs_number).status == "allowed"


def test_seed_refuses_outside_a_demonstration(settings):
    settings.NDOP_DEMO = False
    with pytest.raises(NotADemonstration):
        seed_demo(by=SEEDER, at=now())
    with pytest.raises(NotADemonstration):
        start_table()
    with pytest.raises(CommandError, match="Refused: NDOP_DEMO is not set"):
        call_command("seed_demo")
    assert not any(everything().values())


def test_P08_everything_in_the_demonstration_is_made_up(seeded):
    for person in Person.objects.all():
        assert person.nhs_number.is_test_number
        assert person.nhs_number == NHSNumber.parse(person.nhs_number.spaced)
        assert re.fullmatch(r"07700 900\d{3}|", person.mobile)
        assert re.fullmatch(r"\S+@example\.com|", person.email)
        assert re.fullmatch(r"ZZ99 \d[A-Z]{2}", person.postcode)


def test_nobody_shares_a_contact():
    for column in ("email", "mobile"):
        used = [getattr(person.record, column) for person in PEOPLE if not person.superseded_by]
        used = [contact for contact in used if contact]
        assert len(set(used)) == len(used)


def test_people_show_what_they_are_there_to_show(seeded):
    names = [f"{person.given_names} {person.family_name}" for person in Person.objects.all()]
    for sign in ("ë", "'", "’", "-"):
        assert any(sign in name for name in names), sign
    at = now().date()
    people = list(Person.objects.all())
    assert sum(not person.given_names for person in people) == 1
    assert sum(not person.email and not person.mobile for person in people) == 1
    assert sum(bool(person.email) and not person.mobile for person in people) >= 1
    assert sum(bool(person.mobile) and not person.email for person in people) >= 1
    assert sum(age_on(person.date_of_birth, at) < 13 for person in people) == 1
    assert sum(person.is_restricted for person in people) == 1
    assert sum(person.date_of_death is not None and person.date_of_death < at for person in people) == 1
    assert sum(person.superseded_by is not None for person in people) == 1
    assert sum(person.format_needs == "large_print" for person in people) == 1
    assert max(len(person.address_lines) for person in people) == 6


@pytest.mark.parametrize("person", [p for p in PEOPLE if not p.superseded_by], ids=lambda p: p.record.family_name)
def test_person_is_found_by_what_the_table_says(seeded, person):
    record = person.record
    found = get_directory().find(
        date_of_birth=record.date_of_birth, family_name=record.family_name, nhs_number=record.nhs_number, postcode=""
    )
    typed = IdentityDetails(
        given_name=record.given_names.partition(" ")[0],
        family_name=record.family_name,
        date_of_birth=record.date_of_birth,
        nhs_number=record.nhs_number,
    )
    assert [match for match in found if matches(typed, match)] == [record]


def test_two_people_of_one_name_are_told_apart_by_the_number_only(seeded):
    found = get_directory().find(
        date_of_birth=OLIVER.date_of_birth, family_name="Marsh", nhs_number=None, postcode=OLIVER.postcode
    )
    assert len(found) == 2


def test_old_number_leads_to_the_current_person_and_choice(seeded):
    (old,) = [person.record.nhs_number for person in PEOPLE if person.superseded_by]
    assert get_directory().get(old) == NIAMH_NOW
    assert current_preference(old).status == "opted_out"


def test_polarity_what_the_table_says_is_what_is_recorded(seeded):
    for person in PEOPLE:
        recorded = current_preference(person.record.nhs_number)
        said = person.shows
        if "said no" in said:
            assert recorded.status == "opted_out"
        elif "said yes" in said:
            assert recorded.status == "allowed"
        elif not person.superseded_by:
            assert recorded is None


def test_earlier_choices_sent_no_messages(seeded):
    assert PreferenceChange.objects.count() == 4
    assert not Message.objects.exists()


def test_child_has_a_parent_who_chose_on_paper(seeded):
    (change,) = PreferenceChange.objects.exclude(proxy_role="")
    assert (change.proxy_role, change.source, change.proxy_name) == ("GUARDIAN", "PP", "Joanna Thornbury")


def test_list_prints_a_table_that_can_be_laid_out():
    tables = listed()
    assert list(tables) == ["people_to_try", "staff_log-ins", "organisation_log-ins", "a_list_sent_by_a_program"]
    for rows in tables.values():
        assert len({tuple(row) for row in rows}) == 1
        assert all(isinstance(value, str) for row in rows for value in row.values())
    assert tables["people_to_try"][0] == {
        "name": "Amina Grace Okafor",
        "date_of_birth": "15 3 1984",
        "nhs_number": AMINA.nhs_number.spaced,
        "postcode": "ZZ99 1AB",
        "what_they_show": "Everything on record, no choice yet",
    }


def test_staff_of_the_table_can_sign_in_with_the_codes_of_the_page(seeded):
    rows = listed()["staff_log-ins"]
    assert len(rows) == len(STAFF) == 5
    for row in rows:
        validate_password(row["password"])
        client = Client()
        client.post("/staff/sign-in/", row)
        html = client.get("/demo/staff-codes/").content.decode()
        (code,) = re.findall(rf">{row['username']}</dt>\s*<dd[^>]*>(\d{{6}})</dd>", html)
        assert client.post("/staff/second-factor/", {"code": code})["Location"] == "/staff/"


def test_staff_are_one_of_each_role(seeded):
    assert sorted(StaffUser.objects.values_list("roles", flat=True)) == sorted([role] for role in Role.values)


def test_the_listed_organisations_people_can_sign_in_and_have_a_flow(client, seeded):
    rows = listed()["organisation_log-ins"]
    assert {row["organisation"] for row in rows} == {demo.details.name for demo in ORGANISATIONS}
    for row in rows:
        client.post("/organisations/sign-in/", {"email": row["email"], "password": row["password"]})
        html = client.get("/demo/staff-codes/").content.decode()
        (code,) = re.findall(rf"{row['email']}</dt>\s*<dd[^>]*>(\d{{6}})</dd>", html)
        assert client.post("/organisations/second-factor/", {"code": code})["Location"] == "/organisations/"
        assert row["organisation"] in client.get("/organisations/").content.decode()
    assert [len(flows_of(found)) for found in Organisation.objects.order_by("ods_code")] == [2, 1]


def test_one_organisation_may_check_few_numbers(seeded):
    granted = Organisation.objects.filter(few_numbers_until__gt=now()).values_list("ods_code", flat=True)
    assert list(granted) == ["ZZ902"]


def test_staff_codes_are_no_page_outside_a_demonstration():
    lines = ["import django", "django.setup()", "from django.urls import resolve"]
    lines += ["resolve('/staff/sign-in/')", "print('staff')", "resolve('/demo/staff-codes/')", "print('codes')"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ndop.settings", "NDOP_DEMO": "0", "NDOP_PRODUCTION": "0"}
    command = [sys.executable, "-c", "\n".join(lines)]
    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout == "staff\n"
    assert "Resolver404" in ran.stderr


def test_born_on_a_leap_day_is_among_them():
    assert any((p.record.date_of_birth.month, p.record.date_of_birth.day) == (2, 29) for p in PEOPLE)
    assert all(p.record.date_of_birth < date(2026, 1, 1) for p in PEOPLE)


def test_seed_leaves_a_list_to_check(seeded, settings):
    assert (settings.DATA_DIR / SAMPLE_NAME).read_bytes() == sample_list()
