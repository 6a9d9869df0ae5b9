"""Administrators register organisations, change what was agreed, and suspend."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.clock import now
from registry.models import AuditAction, AuditEvent, Message, MessageKind, Organisation, OrganisationPerson, Role
from tests.factories.organisations import grant_few, make_member, make_organisation
from tests.support.members import member_client
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db
LIST = "/staff/organisations/"
TYPED = {
    "ods_code": "rx 898",
    "name": "Test Trust",
    "contact_name": "Casey Contact",
    "contact_email": "casey@example.com",
    "agreement_on_day": "15",
    "agreement_on_month": "3",
    "agreement_on_year": "2026",
}


@pytest.fixture
def administrator():
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def office(administrator):
    return signed_in_client(administrator)


def page_of(organisation, *rest):
    return LIST + "".join(f"{part}/" for part in (organisation.public_id, *rest))


def date_parts(day):
    return {"until_on_day": day.day, "until_on_month": day.month, "until_on_year": day.year}


def test_an_organisation_is_registered_and_written_down(office, administrator, happened):
    answer = office.post(f"{LIST}register/", TYPED)
    made = Organisation.objects.get()
    assert answer.headers["Location"] == page_of(made)
    assert (made.ods_code, made.agreement_on.isoformat(), made.registered_by) == ("RX898", "2026-03-15", administrator)
    assert happened(AuditAction.ORGANISATION_REGISTERED) == [("staff", str(administrator.pk), str(made.public_id), "")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"ods_code": "R!"}, "ODS code must be 3 to 10 letters and numbers"),
        ({"ods_code": "TAKEN"}, "An organisation with this ODS code is registered already"),
        ({"contact_email": "casey"}, "Enter an email address in the correct format"),
        ({"agreement_on_year": "2999"}, "Date of the agreement must be in the past"),
    ],
)
def test_what_cannot_be_registered_is_said(office, typed, words):
    make_organisation(ods_code="TAKEN")
    answer = office.post(f"{LIST}register/", TYPED | typed)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Organisation.objects.count() == 1


def test_contact_limits_and_mailbox_are_changed_and_named_in_the_audit_without_their_words(office):
    organisation = make_organisation()
    changed = {"mesh_mailbox": "x26 abc1", "requests_per_minute": "60", "numbers_per_day": "1000"}
    kept = {"name": organisation.name, "contact_name": "Robin New", "contact_email": organisation.contact_email}
    agreed = {"agreement_on_day": "5", "agreement_on_month": "1", "agreement_on_year": "2026"}
    assert office.post(page_of(organisation, "change"), kept | changed | agreed).status_code == 302
    organisation.refresh_from_db()
    found = (organisation.mesh_mailbox, organisation.requests_per_minute, organisation.numbers_per_day)
    assert found == ("X26ABC1", 60, 1000)
    (event,) = AuditEvent.objects.filter(action=AuditAction.ORGANISATION_CHANGED)
    assert event.details == {"changed": "contact_name,mesh_mailbox,requests_per_minute,numbers_per_day"}


def test_two_organisations_cannot_have_one_mailbox(office):
    make_organisation(mesh_mailbox="X26ABC1")
    other = make_organisation()
    shown = office.get(page_of(other, "change")).context_data["form"].initial
    typed = {key: value for key, value in shown.items() if key != "agreement_on"}
    typed |= {"mesh_mailbox": "X26ABC1", "agreement_on_day": 5, "agreement_on_month": 1, "agreement_on_year": 2026}
    answer = office.post(page_of(other, "change"), typed)
    assert (answer.status_code, "Another organisation has this MESH mailbox" in answer.content.decode()) == (422, True)


def test_T21_a_suspension_with_its_reason_signs_everyone_out_and_is_taken_back(office, happened):
    person = make_member()
    inside = member_client(person)
    page = page_of(person.organisation, "suspend")
    assert office.post(page, {"reason": ""}).status_code == 422
    assert inside.get("/organisations/").status_code == 200
    office.post(page, {"reason": "the agreement ended"})
    office.post(page, {"reason": "again"})
    assert inside.get("/organisations/").status_code == 302
    assert [row[3] for row in happened(AuditAction.ORGANISATION_SUSPENDED)] == ["the agreement ended"]
    office.post(page_of(person.organisation, "restore"), {"reason": "a new agreement"})
    assert inside.get("/organisations/").status_code == 200
    assert [row[3] for row in happened(AuditAction.ORGANISATION_RESTORED)] == ["a new agreement"]


def test_T29_an_exception_has_an_end_and_a_reason_and_can_be_ended(office):
    organisation = make_organisation()
    page = page_of(organisation, "exception")
    today = timezone.localdate()
    for wrong in (today - timedelta(days=1), today + timedelta(days=400)):
        assert office.post(page, date_parts(wrong) | {"reason": "rare disease"}).status_code == 422
    office.post(page, date_parts(today) | {"reason": "rare disease"})
    organisation.refresh_from_db()
    assert now() < organisation.few_numbers_until <= now() + timedelta(hours=26)
    assert "rare disease" in office.get(page_of(organisation)).content.decode()
    (event,) = AuditEvent.objects.filter(action=AuditAction.EXCEPTION_GRANTED)
    assert (event.reason, event.details) == ("rare disease", {"until": organisation.few_numbers_until.isoformat()})
    office.post(page_of(organisation, "end-exception"), {"reason": "study over"})
    organisation.refresh_from_db()
    assert organisation.few_numbers_until is None


def test_an_exception_that_is_over_is_not_shown(office):
    organisation = grant_few(make_organisation())
    Organisation.objects.update(few_numbers_until=now())
    assert "Not allowed" in office.get(page_of(organisation)).content.decode()


def test_the_first_person_is_invited_and_helped_when_their_phone_is_lost(office):
    organisation = make_organisation()
    typed = {"name": "Morgan Manager", "email": "Morgan@Example.com", "roles": ["manage"]}
    assert office.post(page_of(organisation, "invite"), typed).status_code == 302
    person = OrganisationPerson.objects.get()
    assert (person.email, person.roles) == ("morgan@example.com", ["manage"])
    assert Message.objects.filter(kind=MessageKind.ORGANISATION_INVITATION).count() == 1
    assert office.post(page_of(organisation, "people", person.public_id, "reset")).status_code == 302
    assert Message.objects.filter(kind=MessageKind.ORGANISATION_INVITATION).count() == 2


def test_somebody_must_be_left_who_manages_people(office):
    manager = make_member()
    page = page_of(manager.organisation, "people", manager.public_id, "suspend")
    answer = office.post(page)
    assert (answer.status_code, "Nobody else manages people there" in answer.content.decode()) == (409, True)


def test_T28_a_person_stands_only_under_their_own_organisation(office):
    person, other = make_member(), make_organisation()
    for rest in ((), ("roles",), ("suspend",)):
        assert office.get(page_of(person.organisation, "people", person.public_id, *rest)).status_code == 200
        assert office.get(page_of(other, "people", person.public_id, *rest)).status_code == 404


def test_a_dangerous_step_asks_for_the_password_again(administrator):
    organisation = make_organisation()
    office = signed_in_client(administrator)
    session = office.session
    session["staff_proved_at"] = (now() - timedelta(minutes=6)).isoformat()
    session.save()
    for step in ("change", "suspend", "exception", "invite"):
        assert office.get(page_of(organisation, step)).headers["Location"].startswith("/staff/account/confirm/")


def test_the_list_has_pages_and_a_fixed_number_of_queries(office, django_assert_num_queries):
    for number in range(27):
        make_organisation(ods_code=f"L{number:04d}")
    office.get(LIST)
    with django_assert_num_queries(7):
        first = office.get(LIST)
    assert first.content.decode().count("<tr>") == 26
    second = office.get(f"{LIST}?after=L0024").content.decode()
    assert ("L0025" in second, "L0024<" in second) == (True, False)
