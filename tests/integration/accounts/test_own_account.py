"""One's own account: sessions, factors, recovery codes, password, and the password before each of these."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from registry.actions.accounts.factors import add_key
from registry.clock import now
from registry.queries.accounts import device_in_words, unused_recovery_codes
from tests.support.markup import elements
from tests.support.staff import PASSWORD, code_now, make_staff, signed_in_client

FACTORS = "/staff/account/second-factors/"
CONFIRM = "/staff/account/confirm/"
ASKS_FIRST = [FACTORS, f"{FACTORS}app/", f"{FACTORS}key/", "/staff/account/recovery-codes/", "/staff/account/password/"]
NEW = "violet harbour thimble seven"


@pytest.fixture
def mine(agent):
    return signed_in_client(agent)


def minutes(count):
    return timedelta(minutes=count)


@pytest.mark.parametrize("path", ASKS_FIRST)
def test_password_is_asked_for_before_the_page_is_shown(mine, database_clock, path):
    assert mine.get(path).status_code == 200
    database_clock.move(minutes(5))
    asked = mine.get(path)["Location"]
    assert asked == f"{CONFIRM}?{urlencode({'next': path})}"
    key = mine.session.session_key
    answer = mine.post(asked, {"password": PASSWORD, "next": path})
    assert answer["Location"] == path
    assert mine.session.session_key != key
    assert mine.get(path).status_code == 200


def test_confirm_refuses_a_wrong_password_and_writes_it_down(mine, agent, happened):
    answer = mine.post(CONFIRM, {"password": "wrong horse battery", "next": FACTORS})
    assert answer.status_code == 422
    assert answer.content.decode().count("Enter the right password") == 2
    assert happened("sign_in_refused") == [("visitor", "", str(agent.pk), "password")]


def test_T23_confirm_counts_towards_the_lock(mine):
    statuses = [mine.post(CONFIRM, {"password": "wrong", "next": FACTORS}).status_code for _ in range(5)]
    assert statuses == [422] * 4 + [429]
    assert mine.post(CONFIRM, {"password": PASSWORD, "next": FACTORS}).status_code == 429


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/staff/", "/privacy/", "javascript:1", ""])
def test_confirm_leads_nowhere_else(mine, elsewhere):
    assert mine.post(CONFIRM, {"password": PASSWORD, "next": elsewhere})["Location"] == "/staff/"


def test_form_that_was_open_a_while_is_still_taken(mine, database_clock, agent):
    assert mine.get("/staff/account/password/").status_code == 200
    database_clock.move(minutes(14))
    assert mine.post("/staff/account/password/", {"new_password": NEW, "again": NEW})["Location"] == "/staff/account/"


def test_form_that_came_too_late_says_that_nothing_was_saved(mine, database_clock, agent):
    database_clock.move(minutes(14))
    mine.get("/staff/")
    database_clock.move(minutes(1))
    asked = mine.post("/staff/account/password/", {"new_password": NEW, "again": NEW})["Location"]
    assert "What you sent was not saved" in mine.get(asked).content.decode()
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def test_password_change_ends_every_other_session_and_keeps_this_one(mine, agent, happened):
    elsewhere = signed_in_client(agent)
    answer = mine.post("/staff/account/password/", {"new_password": NEW, "again": NEW})
    assert answer["Location"] == "/staff/account/"
    assert mine.get("/staff/").status_code == 200
    assert elsewhere.get("/staff/").status_code == 302
    me = str(agent.pk)
    assert happened("password_changed") == [("staff", me, me, "")]
    assert happened("sessions_ended") == [("staff", me, me, "")]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [mine.session.session_key]


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short words", "short words", "Use at least 15 characters"),
        (NEW, f"{NEW}!", "Enter the same password twice"),
        ("1qaz2wsx3edc4rfv", "1qaz2wsx3edc4rfv", "not on the list of common ones"),
        ("staff-member-one", "staff-member-one", "not like your name, username"),
        ("", "", "Enter a new password"),
    ],
)
def test_weak_password_is_refused(agent, new, again, said):
    agent.username = "staff-member-one"
    agent.save()
    answer = signed_in_client(agent).post("/staff/account/password/", {"new_password": new, "again": again})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def test_sessions_are_listed_and_this_one_is_marked(mine, agent):
    signed_in_client(agent)
    signed_in_client(make_staff())
    html = mine.get("/staff/account/").content.decode()
    assert html.count("Chrome") == 2 + 1  # once more in the words of the button that ends the other
    assert html.count("This one") == 1


def test_session_of_ones_own_can_be_ended(mine, agent):
    other = signed_in_client(agent)
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert mine.post("/staff/account/end-session/", {"session": row.pk})["Location"] == "/staff/account/"
    assert other.get("/staff/").status_code == 302
    assert mine.get("/staff/").status_code == 200


def test_session_of_somebody_else_cannot_be_ended(mine):
    other = signed_in_client(make_staff())
    row = UserSession.objects.get(session_key=other.session.session_key)
    mine.post("/staff/account/end-session/", {"session": row.pk})
    assert other.get("/staff/").status_code == 200


def test_all_other_sessions_end_at_once(mine, agent, happened):
    others = [signed_in_client(agent) for _ in range(3)]
    mine.post("/staff/account/end-session/")
    assert [other.get("/staff/").status_code for other in others] == [302] * 3
    assert mine.get("/staff/").status_code == 200
    assert len(happened("sessions_ended")) == 1


def test_list_of_sessions_costs_the_same_however_many(mine, agent, django_assert_max_num_queries):
    for _ in range(12):
        signed_in_client(agent)
    with django_assert_max_num_queries(8):
        mine.get("/staff/account/")


def test_last_factor_stays_and_another_can_go(mine, agent, happened):
    app = Authenticator.objects.get(user=agent, type="totp")
    assert mine.post(FACTORS, {"factor": app.pk}).status_code == 409
    add_key(user=agent, name="Blue key", credential={}, at=now())
    assert mine.post(FACTORS, {"factor": app.pk})["Location"] == FACTORS
    assert not Authenticator.objects.filter(pk=app.pk).exists()
    me = str(agent.pk)
    assert happened("factor_removed") == [("staff", me, me, "totp")]
    assert [why for *_, why in happened("factor_added")] == ["totp", "webauthn"]


def test_factor_of_somebody_else_stays(mine, administrator):
    theirs = Authenticator.objects.get(user=administrator, type="totp")
    mine.post(FACTORS, {"factor": theirs.pk})
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_new_recovery_codes_replace_the_old(mine, agent):
    old = unused_recovery_codes(agent)
    mine.post("/staff/account/recovery-codes/")
    new = unused_recovery_codes(agent)
    assert len(new) == 10
    assert not set(old) & set(new)
    html = mine.get("/staff/account/recovery-codes/").content.decode()
    assert all(f"{code[:5]} {code[5:]}" in html for code in new)


def shown_secret(html):
    return html.split('<strong class="ndop-secret">')[1].split("</strong>")[0].replace(" ", "")


def test_newcomer_sets_up_an_app_and_is_signed_in(client, newcomer, give_password):
    give_password(newcomer)
    html = client.get("/staff/set-up/app/").content.decode()
    assert "style=" not in html
    secret = shown_secret(html)
    wrong = client.post("/staff/set-up/app/", {"code": "000000"})
    assert wrong.status_code == 422
    assert secret in wrong.content.decode().replace(" ", "")  # the picture stays the same after a slip
    answer = client.post("/staff/set-up/app/", {"code": code_now(secret)})
    assert answer["Location"] == "/staff/account/recovery-codes/"
    assert client.get("/staff/account/recovery-codes/").status_code == 200
    assert secret not in str(dict(client.session))


def test_secret_is_not_in_clear_in_the_session(client, newcomer, give_password):
    give_password(newcomer)
    html = client.get("/staff/set-up/app/").content.decode()
    secret = shown_secret(html)
    assert secret not in str(dict(client.session))


def test_code_for_an_app_that_was_never_shown_is_refused(newcomer, give_password):
    client = Client()
    client.post("/staff/sign-in/", {"username": newcomer.username, "password": PASSWORD})
    assert client.post("/staff/set-up/app/", {"code": code_now("")}).status_code == 422


def test_last_seen_is_noted_once_a_minute_at_most(mine, agent, database_clock):
    def seen():
        agent.refresh_from_db()
        return agent.last_seen_at

    before = seen()
    mine.get("/staff/")
    assert seen() == before
    database_clock.move(timedelta(seconds=61))
    mine.get("/staff/")
    assert seen() > now() - timedelta(seconds=30)


def test_A16_warning_says_the_limits_and_stay_extends(mine, database_clock):
    html = mine.get("/staff/").content.decode()
    (root,) = [element for element in elements(html, "div") if element.get("data-module") == "session-timeout"]
    assert (root["data-idle-seconds"], root["data-warning-seconds"]) == ("900", "120")
    assert 12 * 3600 - 60 < int(root["data-hard-seconds"]) <= 12 * 3600
    for _ in range(10):
        database_clock.move(minutes(14))
        assert mine.post(root["data-extend-url"]).status_code == 204
    database_clock.move(minutes(15))
    assert mine.post(root["data-extend-url"]).status_code == 410


@pytest.mark.parametrize(
    ("agent_string", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_device_is_said_roughly(agent_string, words):
    assert device_in_words(agent_string) == words
