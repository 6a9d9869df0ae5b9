"""One's own account. Each change asks for the password and signs out all other browsers."""

import re

import pytest

from registry.models import AuditAction, OrganisationPerson
from tests.factories.organisations import MEMBER_PASSWORD, make_member
from tests.support.members import give_app, member_client, member_code

pytestmark = pytest.mark.django_db
ACCOUNT = "/organisations/account/"
NEW = "violet harbour thimble seven"


@pytest.fixture
def person():
    made = make_member()
    give_app(made)
    return made


@pytest.fixture
def here(person):
    return member_client(person)


@pytest.fixture
def elsewhere(person):
    return member_client(person)


def is_in(client):
    return client.get("/organisations/").status_code == 200


def test_the_password_changes_here_and_ends_every_session_elsewhere(person, here, elsewhere, happened):
    before = here.session.session_key
    typed = {"password": MEMBER_PASSWORD, "new_password": NEW, "again": NEW}
    assert here.post(f"{ACCOUNT}password/", typed).headers["Location"] == ACCOUNT
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert here.session.session_key != before
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert happened(AuditAction.MEMBER_CHANGED)[-1][1:] == (f"person-{person.pk}", str(person.public_id), "password")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password": "wrong"}, "Enter the right password"),
        ({"new_password": "short", "again": "short"}, "Use at least 15 characters"),
        ({"again": "another phrase of words"}, "Enter the same password twice"),
        ({"new_password": "morgan member 12", "again": "morgan member 12"}, "not like your name"),
    ],
)
def test_a_password_that_will_not_do_is_refused(here, person, typed, words):
    OrganisationPerson.objects.update(name="Morgan Member 12")
    answer = here.post(f"{ACCOUNT}password/", {"password": MEMBER_PASSWORD, "new_password": NEW, "again": NEW} | typed)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    person.refresh_from_db()
    assert not person.check_password(NEW)


def test_T23_wrong_passwords_here_count_towards_the_lock(here):
    typed = {"password": "wrong"}
    answers = [here.post(f"{ACCOUNT}recovery-codes/", typed).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_new_recovery_codes_replace_the_earlier_ones(person, here, elsewhere):
    before = person.recovery_codes
    page = here.post(f"{ACCOUNT}recovery-codes/", {"password": MEMBER_PASSWORD}).content.decode()
    person.refresh_from_db()
    assert len(re.findall(r"<li>\d{5} \d{5}</li>", page)) == 10
    assert not set(before) & set(person.recovery_codes)
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_another_app_takes_the_place_of_the_one_before(person, here, elsewhere):
    secret = here.get(f"{ACCOUNT}app/").context_data["secret"].replace(" ", "")
    wrong = here.post(f"{ACCOUNT}app/", {"password": MEMBER_PASSWORD, "code": "000000"})
    assert (wrong.status_code, secret[:4] in wrong.content.decode()) == (422, True)
    here.post(f"{ACCOUNT}app/", {"password": MEMBER_PASSWORD, "code": member_code(secret)})
    person.refresh_from_db()
    assert person.app_secret == secret
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_no_app_is_changed_without_the_password(person, here):
    secret = here.get(f"{ACCOUNT}app/").context_data["secret"].replace(" ", "")
    answer = here.post(f"{ACCOUNT}app/", {"password": "wrong", "code": member_code(secret)})
    before = person.app_secret
    person.refresh_from_db()
    assert (answer.status_code, person.app_secret) == (422, before)


def test_signing_out_everywhere_ends_this_session_too(here, elsewhere):
    assert here.post(f"{ACCOUNT}end-sessions/").headers["Location"] == "/organisations/sign-in/"
    assert (is_in(here), is_in(elsewhere)) == (False, False)
