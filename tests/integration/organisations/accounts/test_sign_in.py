"""Signing in for an organisation: two factors, few tries, and a session that ends."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, Argon2PasswordHasher
from django.test import Client

from portal.organisations.accounts.half import HALF
from registry.actions.organisations.signing_in import CodeRefused, use_code
from registry.clock import now
from registry.models import AuditAction, AuditEvent, LimitCounter, OrganisationPerson
from tests.factories.organisations import MEMBER_PASSWORD, make_member
from tests.support.members import give_app, member_client, member_code

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
HOME, SIGN_IN, SECOND = "/organisations/", "/organisations/sign-in/", "/organisations/second-factor/"


@pytest.fixture
def person():
    return make_member()


@pytest.fixture
def app(person):
    give_app(person)
    return person


def give_password(client, email, password=MEMBER_PASSWORD, **more):
    return client.post(SIGN_IN, {"email": email, "password": password}, **more)


def sign_in(client, person, code=None):
    give_password(client, person.email)
    return client.post(SECOND, {"code": code or member_code()})


def audited(action):
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


def test_sign_in_with_both_factors_opens_the_first_page(client, app):
    assert give_password(client, app.email.upper()).headers["Location"] == SECOND
    answer = client.post(SECOND, {"code": member_code()})
    assert answer.headers["Location"] == HOME
    assert app.organisation.name in client.get(HOME).content.decode()
    (event,) = audited(AuditAction.MEMBER_SIGNED_IN)
    assert (event.reason, event.actor_id, event.object_id) == ("app", f"person-{app.pk}", str(app.public_id))


def test_T21_the_password_alone_opens_no_page(client, app):
    give_password(client, app.email)
    assert HALF in client.session
    answer = client.get(HOME)
    assert (answer.status_code, answer.headers["Location"]) == (302, SIGN_IN)


def test_T21_half_signed_in_ends_after_ten_minutes_and_by_a_suspension(client, app):
    give_password(client, app.email)
    OrganisationPerson.objects.filter(pk=app.pk).update(suspended_at=now())
    assert client.post(SECOND, {"code": member_code()}).headers["Location"] == SIGN_IN
    OrganisationPerson.objects.filter(pk=app.pk).update(suspended_at=None)
    kept = client.session
    kept[HALF] |= {"at": (now() - timedelta(minutes=10)).isoformat()}
    kept.save()
    assert client.post(SECOND, {"code": member_code()}).headers["Location"] == SIGN_IN


def test_T11_each_step_of_the_sign_in_gives_the_session_a_new_key(client, app):
    give_password(client, app.email)
    half = client.session.session_key
    client.post(SECOND, {"code": member_code()})
    assert client.session.session_key != half
    old = Client()
    old.cookies["session"] = half
    assert old.get(HOME).status_code == 302


def test_T11_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(client, app):
    client.get(SIGN_IN)
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies["session"] = planted.session_key
    sign_in(client, app)
    assert "planted" not in client.session


def test_T23_wrong_password_unknown_address_and_suspension_get_one_answer(client, app):
    suspended = make_member(suspended_at=now())
    tries = [(app.email, "wrong"), ("nobody@example.com", MEMBER_PASSWORD), (suspended.email, MEMBER_PASSWORD)]
    answers = [give_password(client, email, password) for email, password in tries]
    texts = [TOKEN.sub("", answer.content.decode()) for answer in answers]
    pages = {text.replace(email, "") for text, (email, _) in zip(texts, tries, strict=True)}
    assert [answer.status_code for answer in answers] == [422] * 3
    assert len(pages) == 1
    assert [event.reason for event in audited(AuditAction.MEMBER_REFUSED)] == ["password"] * 3
    assert "nobody@example.com" not in str([vars(event) for event in audited(AuditAction.MEMBER_REFUSED)])


def counted(work, calls):
    """The same work, written down each time."""
    return lambda *args: calls.append(1) or work(*args)


@pytest.mark.parametrize("case", ["unknown", "known", "invited"])
def test_T23_every_refused_password_costs_one_hash(client, monkeypatch, case):
    hashed = []
    for work in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, work, counted(getattr(Argon2PasswordHasher, work), hashed))
    email = "nobody@example.com" if case == "unknown" else make_member().email
    if case == "invited":
        OrganisationPerson.objects.update(password=UNUSABLE_PASSWORD_PREFIX + "x" * 40)
    hashed.clear()
    give_password(client, email, "wrong")
    assert hashed == [1]


def test_T23_five_wrong_passwords_lock_one_network_and_nobody_elsewhere(app):
    attacker, owner = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    answers = [give_password(attacker, app.email, "wrong").status_code for _ in range(5)]
    assert answers == [422] * 5
    assert give_password(attacker, app.email).status_code == 429
    assert give_password(owner, app.email).status_code == 302


def test_T23_tries_during_the_lock_do_not_make_it_longer(app):
    client = Client()
    for _ in range(7):
        give_password(client, app.email, "wrong")
    ends = LimitCounter.objects.get(limit="member-password").window_ends_at
    give_password(client, app.email, "wrong")
    assert LimitCounter.objects.get(limit="member-password").window_ends_at == ends
    LimitCounter.objects.update(window_ends_at=now())
    assert give_password(client, app.email).status_code == 302


def test_a_code_works_once(client, app):
    code = member_code()
    assert sign_in(client, app, code).status_code == 302
    assert sign_in(Client(), app, code).status_code == 422


def test_a_code_is_not_taken_twice_at_once(app):
    code = member_code()
    OrganisationPerson.objects.filter(pk=app.pk).update(last_code_step=10**9)
    with pytest.raises(CodeRefused):
        use_code(person=app, code=code, at=now())


def test_five_wrong_codes_end_the_half_signed_in_state(client, app):
    give_password(client, app.email)
    assert [client.post(SECOND, {"code": "000000"}).status_code for _ in range(5)] == [422] * 5
    assert client.post(SECOND, {"code": member_code()}).status_code == 429
    assert client.get(SECOND).headers["Location"] == SIGN_IN


def test_a_page_that_was_asked_for_is_opened_after_the_sign_in(client, app):
    asked = client.get("/organisations/people/")
    assert asked.headers["Location"] == "/organisations/sign-in/?next=%2Forganisations%2Fpeople%2F"
    client.post(SIGN_IN, {"email": app.email, "password": MEMBER_PASSWORD, "next": "/organisations/people/"})
    assert client.post(SECOND, {"code": member_code()}).headers["Location"] == "/organisations/people/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/organisations/", "//example.com/", "/staff/", "/demo/"])
def test_the_sign_in_leads_nowhere_else(client, app, elsewhere):
    client.post(SIGN_IN, {"email": app.email, "password": MEMBER_PASSWORD, "next": elsewhere})
    assert client.post(SECOND, {"code": member_code()}).headers["Location"] == HOME


def test_sign_out_ends_the_session_and_is_written_down(person):
    client = member_client(person)
    old = client.session.session_key
    answer = client.post("/organisations/sign-out/")
    assert (answer.headers["Location"], answer.headers["Clear-Site-Data"]) == (SIGN_IN, '"cache", "storage"')
    replay = Client()
    replay.cookies["session"] = old
    assert replay.get(HOME).status_code == 302
    assert len(audited(AuditAction.MEMBER_SIGNED_OUT)) == 1


@pytest.mark.parametrize(
    ("seen", "started", "status"),
    [(899, 899, 200), (901, 901, 302), (60, 12 * 3600 - 60, 200), (60, 12 * 3600 + 1, 302)],
    ids=["just idle", "too idle", "just within the day", "too old"],
)
def test_T21_a_session_ends_after_15_minutes_idle_and_12_hours(person, seen, started, status):
    client = member_client(person)
    kept = client.session
    kept["member_seen_at"] = (now() - timedelta(seconds=seen)).isoformat()
    kept["member_started_at"] = (now() - timedelta(seconds=started)).isoformat()
    kept.save()
    assert client.get(HOME).status_code == status


@pytest.mark.parametrize("whose", ["person", "organisation"])
def test_T21_a_suspension_bites_at_the_next_click(person, whose):
    client = member_client(person)
    assert client.get(HOME).status_code == 200
    row = person if whose == "person" else person.organisation
    row.suspended_at = now()
    row.save()
    assert client.get(HOME).status_code == 302


def test_stay_begins_the_idle_time_again(person, client):
    inside = member_client(person)
    assert inside.post("/organisations/stay/").status_code == 204
    assert client.post("/organisations/stay/").status_code == 410


def test_A14_the_code_may_be_pasted_and_filled_in(client, app):
    give_password(client, app.email)
    page = client.get(SECOND).content.decode()
    assert page.count('name="code"') == 1
    assert 'autocomplete="one-time-code"' in page
    code = member_code()
    assert client.post(SECOND, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_A16_every_page_inside_warns_two_minutes_before_the_end(person):
    page = member_client(person).get(HOME).content.decode()
    assert 'data-idle-seconds="900" data-warning-seconds="120"' in page
    assert "15 minutes" in Client().get(SIGN_IN).content.decode()
