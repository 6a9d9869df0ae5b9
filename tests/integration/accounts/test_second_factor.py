"""Between the password and the back office: a code once, few tries, and no page before it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from registry.actions.accounts.factors import CodeNotAccepted, HasApp, use_code
from registry.clock import now
from registry.models import AuditEvent, StaffUser
from registry.queries.accounts import unused_recovery_codes
from tests.support.addresses import every_address
from tests.support.staff import SECRET, code_now, give_app

SECOND = "/staff/second-factor/"
SIGN_IN = "/staff/sign-in/"
OPEN_HALF_WAY = {"staff:sign-in", "staff:second-factor"}
OPEN_FOR_SETTING_UP = {"staff:sign-in", "staff:set-up", "staff:set-up-app", "staff:set-up-key"}
STAFF = [address for address in every_address() if address.name.startswith("staff:")]


def send(client, code):
    return client.post(SECOND, {"code": code})


def opened(client):
    """The staff pages that this browser can read."""
    client.raise_request_exception = False
    return {address.name for address in STAFF if client.get(address.path).status_code == 200}


def test_T21_password_alone_opens_no_staff_page(client, agent, give_password):
    assert give_password(agent) == SECOND
    assert opened(client) == OPEN_HALF_WAY
    assert SESSION_KEY not in client.session


def test_T21_password_without_any_factor_opens_only_the_setting_up(client, newcomer, give_password):
    assert give_password(newcomer) == "/staff/set-up/"
    assert opened(client) == OPEN_FOR_SETTING_UP


def test_T21_password_of_an_account_with_a_factor_cannot_set_up_another(client, agent, give_password):
    give_password(agent)
    for path in ("/staff/set-up/", "/staff/set-up/app/", "/staff/set-up/key/"):
        assert client.get(path)["Location"] == SECOND
        assert client.post(path, {"code": code_now(), "name": "x", "credential": "{}"})["Location"] == SECOND
    assert Authenticator.objects.filter(user=agent).count() == 2


def test_T21_session_that_was_made_with_one_factor_is_ended(client, agent):
    session = client.session
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.save()
    client.cookies["session"] = session.session_key
    assert client.get("/staff/")["Location"] == f"{SIGN_IN}?next=/staff/"
    assert not dict(client.session)


def test_T21_time_between_the_factors_is_short(client, agent, give_password, database_clock):
    give_password(agent)
    database_clock.move(timedelta(minutes=10))
    assert send(client, code_now())["Location"] == SIGN_IN


def test_T21_suspension_between_the_factors_counts(client, agent, give_password):
    give_password(agent)
    StaffUser.objects.filter(pk=agent.pk).update(is_active=False, suspended_at=now())
    assert send(client, code_now())["Location"] == SIGN_IN


def test_T21_new_password_between_the_factors_counts(client, agent, give_password):
    give_password(agent)
    agent.set_password("another long phrase of words")
    agent.save()
    assert send(client, code_now())["Location"] == SIGN_IN


def test_code_works_once(client, agent, give_password):
    code = code_now()
    give_password(agent)
    assert send(client, code)["Location"] == "/staff/"
    other = Client()
    other.post(SIGN_IN, {"username": agent.username, "password": "a long demonstration phrase"})
    assert send(other, code).status_code == 422
    assert send(other, code_now(later=1))["Location"] == "/staff/"


@pytest.mark.parametrize(("later", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_code_of_the_half_minutes_around_fits(agent, later, fits):
    if fits:
        assert use_code(user=agent, code=code_now(later=later), at=now()) == "totp"
    else:
        with pytest.raises(CodeNotAccepted):
            use_code(user=agent, code=code_now(later=later), at=now())


def test_code_older_than_one_that_was_used_does_not_fit(agent):
    use_code(user=agent, code=code_now(), at=now())
    with pytest.raises(CodeNotAccepted):
        use_code(user=agent, code=code_now(later=-1), at=now())


def test_recovery_code_works_once(client, agent, give_password):
    code, *others = unused_recovery_codes(agent)
    assert len(others) == 9
    give_password(agent)
    assert send(client, f"{code[:5]} {code[5:]}")["Location"] == "/staff/"
    assert unused_recovery_codes(agent) == others
    with pytest.raises(CodeNotAccepted):
        use_code(user=agent, code=code, at=now())


def test_wrong_code_says_so_beside_the_field_and_keeps_nothing(client, agent, give_password):
    give_password(agent)
    answer = send(client, "000 000")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("Enter the code that your app shows now") == 2
    assert "000 000" not in html


def test_T23_only_five_wrong_codes_are_looked_at(client, agent, give_password):
    give_password(agent)
    assert [send(client, "000000").status_code for _ in range(5)] == [422] * 5
    assert send(client, code_now()).status_code == 429
    assert send(client, code_now())["Location"] == SIGN_IN  # the password is asked for again
    give_password(agent)
    assert send(client, code_now()).status_code == 429


def test_T23_wrong_codes_are_forgotten_after_a_quarter_of_an_hour(client, agent, give_password, database_clock):
    give_password(agent)
    for _ in range(6):
        send(client, "000000")
    database_clock.move(timedelta(minutes=15, seconds=1))
    give_password(agent)
    assert send(client, code_now())["Location"] == "/staff/"


def test_key_answers_that_fit_nothing_are_refused(client, agent, give_password):
    give_password(agent)
    for answer in ("", "{}", "[]", "not json", '{"id": "a", "rawId": "a", "response": {}, "type": "public-key"}'):
        assert client.post(SECOND, {"credential": answer}).status_code in {422, 429}
    assert client.get("/staff/").status_code == 302


def test_secrets_are_encrypted_at_rest(agent):
    rows = [str(row.data) for row in Authenticator.objects.filter(user=agent)]
    assert len(rows) == 2
    for secret in (SECRET, *unused_recovery_codes(agent)):
        assert not any(secret in row for row in rows)


def test_sign_in_is_written_down_with_what_was_used(client, agent, give_password, happened):
    give_password(agent)
    send(client, code_now())
    assert happened("signed_in") == [("staff", str(agent.pk), str(agent.pk), "totp")]
    agent.refresh_from_db()
    assert agent.last_seen_at is not None


def test_refused_sign_in_is_written_down_without_what_was_typed(client, agent, give_password, happened):
    client.post(SIGN_IN, {"username": agent.username, "password": "wrong horse battery"})
    client.post(SIGN_IN, {"username": "nobody-at-all", "password": "wrong horse battery"})
    give_password(agent)
    send(client, "000000")
    me = str(agent.pk)
    assert happened("sign_in_refused") == [("visitor", "", me, "password"), ("visitor", "", "", "password"),
                                           ("visitor", "", me, "code")]  # fmt: skip
    written = str(list(AuditEvent.objects.values()))
    for typed in ("wrong horse battery", "nobody-at-all", "000000"):
        assert typed not in written


def test_T23_tries_behind_the_lock_write_nothing_down(client, agent, happened):
    for _ in range(9):
        client.post(SIGN_IN, {"username": agent.username, "password": "wrong horse battery"})
    assert len(happened("sign_in_refused")) == 5


def test_a_second_app_is_refused(agent):
    with pytest.raises(HasApp):
        give_app(agent, "MRSW23ZNMFTWK3TUEEQSCIJB")
