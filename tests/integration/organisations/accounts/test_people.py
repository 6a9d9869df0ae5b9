"""An organisation's people: invited, changed, suspended and helped by those who manage them, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from registry.actions.messages import send_message
from registry.actions.organisations import people
from registry.actions.organisations.people import CannotChangeOwn, LastManager
from registry.clock import now
from registry.models import (
    AuditAction,
    Message,
    MessageKind,
    OrganisationInvitation,
    OrganisationPerson,
    OrganisationRole,
    PostRoomItem,
)
from registry.parties import SYSTEM, organisation_person
from tests.factories.organisations import make_member, make_organisation
from tests.support.members import give_app, member_client, member_code

pytestmark = pytest.mark.django_db
LIST = "/organisations/people/"
NEW = "violet harbour thimble seven"
TYPED = {"name": "Nia Newcomer", "email": "Nia@Example.com", "roles": ["check", "receipts"]}


@pytest.fixture
def manager():
    return make_member()


@pytest.fixture
def office(manager):
    return member_client(manager)


@pytest.fixture
def colleague(manager):
    person = make_member(manager.organisation, OrganisationRole.CHECK)
    give_app(person)
    return person


def page_of(person, step=""):
    return f"{LIST}{person.public_id}/{step + '/' if step else ''}"


def arrived_link():
    """The link in the newest email, as the worker sends it."""
    send_message(str(Message.objects.filter(kind=MessageKind.ORGANISATION_INVITATION).latest("pk").pk))
    (link,) = re.findall(r"http\S+(/organisations/invitation/\S+/)", PostRoomItem.objects.latest("pk").text)
    return link


def choose_password(client, link):
    return client.post(link, {"new_password": NEW, "again": NEW})


def test_from_the_invitation_to_the_first_page(office, manager, happened):
    office.post(f"{LIST}invite/", TYPED)
    link, newcomer = arrived_link(), Client()
    assert manager.organisation.name in newcomer.get(link).content.decode()
    assert choose_password(newcomer, link).headers["Location"] == "/organisations/set-up/"
    page = newcomer.get("/organisations/set-up/")
    secret = page.context_data["secret"].replace(" ", "")
    shown = newcomer.post("/organisations/set-up/", {"code": member_code(secret)})
    codes = re.findall(r"<li>(\d{5} \d{5})</li>", shown.content.decode())
    assert len(codes) == 10
    assert newcomer.get("/organisations/").status_code == 200
    person = OrganisationPerson.objects.get(email="nia@example.com")
    assert (person.roles, person.organisation) == (["check", "receipts"], manager.organisation)
    assert happened(AuditAction.MEMBER_INVITED) == [("org", f"person-{manager.pk}", str(person.public_id), "")]
    # Kept as keyed hashes, and each opens the account once.
    assert codes[0].replace(" ", "") not in str(person.recovery_codes)
    for status in (302, 422):
        other = Client()
        other.post("/organisations/sign-in/", {"email": person.email, "password": NEW})
        assert other.post("/organisations/second-factor/", {"code": codes[0]}).status_code == status


def test_a_link_works_once_and_for_48_hours_and_until_a_newer_one(office):
    office.post(f"{LIST}invite/", TYPED)
    first, person = arrived_link(), OrganisationPerson.objects.get(email="nia@example.com")
    office.post(page_of(person, "invite-again"))
    second = arrived_link()
    assert Client().get(first).status_code == 404
    OrganisationInvitation.objects.update(expires_at=now())
    assert Client().get(second).status_code == 404
    OrganisationInvitation.objects.update(expires_at=now() + timedelta(minutes=1))
    assert choose_password(Client(), second).status_code == 302
    assert choose_password(Client(), second).status_code == 404


def test_the_link_is_wiped_once_it_has_gone(office):
    office.post(f"{LIST}invite/", TYPED)
    arrived_link()
    message = Message.objects.get(kind=MessageKind.ORGANISATION_INVITATION)
    assert (message.recipient, message.content) == ("", {})


def test_an_address_that_somebody_has_is_refused(office, colleague):
    answer = office.post(f"{LIST}invite/", TYPED | {"email": colleague.email})
    assert (answer.status_code, "already" in answer.content.decode()) == (422, True)


def test_roles_change_at_the_next_click(office, colleague):
    inside = member_client(colleague)
    assert inside.get(LIST).status_code == 403
    office.post(page_of(colleague, "roles"), {"roles": ["manage"]})
    assert inside.get(LIST).status_code == 200


def test_a_suspended_person_is_out_at_once_and_back_later(office, colleague):
    inside = member_client(colleague)
    office.post(page_of(colleague, "suspend"))
    assert inside.get("/organisations/").status_code == 302
    office.post(page_of(colleague, "restore"))
    # The old session stays ended.
    assert inside.get("/organisations/").status_code == 302
    colleague.refresh_from_db()
    assert member_client(colleague).get("/organisations/").status_code == 200


def test_a_lost_phone_takes_password_app_codes_and_sessions_away(office, colleague):
    inside = member_client(colleague)
    office.post(page_of(colleague, "reset"))
    colleague.refresh_from_db()
    assert (colleague.has_usable_password(), colleague.app_secret, colleague.recovery_codes) == (False, "", [])
    assert inside.get("/organisations/").status_code == 302
    assert choose_password(Client(), arrived_link()).status_code == 302


@pytest.mark.parametrize("step", ["roles", "suspend", "reset"])
def test_nobody_changes_themselves(office, manager, step):
    answer = office.post(page_of(manager, step), {"roles": ["check"]})
    assert (answer.status_code, "Nobody can do this to themselves" in answer.content.decode()) == (409, True)


def test_the_last_manager_stays(manager):
    second = make_member(manager.organisation)
    one, other = organisation_person(manager.pk), organisation_person(second.pk)
    whom = {"organisation": manager.organisation, "at": now()}
    people.suspend_person(person_id=second.public_id, by=one, **whom)
    with pytest.raises(LastManager):
        people.suspend_person(person_id=manager.public_id, by=other, **whom)
    with pytest.raises(LastManager):
        people.change_roles(person_id=manager.public_id, roles=["check"], by=SYSTEM, **whom)
    with pytest.raises(CannotChangeOwn):
        people.restore_person(person_id=second.public_id, by=other, **whom)


@pytest.mark.parametrize("step", ["", "roles", "suspend", "restore", "reset", "invite-again"])
def test_T28_people_of_another_organisation_do_not_exist(office, step):
    stranger = make_member(make_organisation())
    for method in (office.get, office.post):
        if step or method == office.get:
            assert method(page_of(stranger, step), {"roles": ["check"]}).status_code == 404
    stranger.refresh_from_db()
    assert (stranger.suspended_at, stranger.roles) == (None, list(OrganisationRole))


def test_T28_the_list_names_only_ones_own_people(office, colleague):
    stranger = make_member(make_organisation())
    page = office.get(LIST).content.decode()
    assert (colleague.name in page, stranger.name in page) == (True, False)


def test_the_list_takes_as_many_queries_for_many_people_as_for_few(office, manager, django_assert_num_queries):
    for _ in range(12):
        make_member(manager.organisation)
    with django_assert_num_queries(7):
        office.get(LIST)
