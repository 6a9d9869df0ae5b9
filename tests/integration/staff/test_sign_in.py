"""The way into the back office, and the lock on it."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessAttemptExpiration
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.clock import now
from tests.support.markup import by_id, elements, outline
from tests.support.staff import code_now, give_app

PASSWORD = "a long demonstration phrase"
SIGN_IN = "/staff/sign-in/"
SECOND = "/staff/second-factor/"


@pytest.fixture(autouse=True)
def app(request):
    """The member has an app."""
    if "member" in request.fixturenames and "signed_in" not in request.fixturenames:
        give_app(request.getfixturevalue("member"))


def sign_in(client, username="agent", password=PASSWORD, address="203.0.113.7", **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more}, REMOTE_ADDR=address)


def give_code(client, code=""):
    return client.post(SECOND, {"code": code or code_now()})


def lock_out(client, times=5, **where):
    return [sign_in(client, password=f"wrong {number}", **where).status_code for number in range(times)]


def test_sign_in_page_asks_for_two_things(client, db):
    html = client.get(SIGN_IN).content.decode()
    username, password = by_id(html, "id_username"), by_id(html, "id_password")
    assert (username["autocomplete"], password["autocomplete"]) == ("username", "current-password")
    assert (username["type"], password["type"]) == ("text", "password")
    assert [word for word, _ in outline(html)].count("h1") == 1
    assert "<title>Sign in – Staff – National data opt-out – NHS</title>" in html


def test_sign_in_leads_home(client, member):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, SECOND)
    assert give_code(client)["Location"] == "/staff/"
    assert "Sam Agent" in client.get("/staff/").content.decode()


def test_sign_in_leads_to_the_page_that_was_asked_for(client, member):
    first = client.get("/staff/messages/undelivered/")
    assert first["Location"] == f"{SIGN_IN}?next=/staff/messages/undelivered/"
    html = client.get(first["Location"]).content.decode()
    (target,) = [field["value"] for field in elements(html, "input") if field.get("name") == "next"]
    sign_in(client, next=target)
    assert give_code(client)["Location"] == "/staff/messages/undelivered/"


def test_sign_in_leads_nowhere_else(client, member):
    sign_in(client, next="https://example.com/")
    assert give_code(client)["Location"] == "/staff/"


def test_A08_sign_in_left_empty_says_what_is_missing(client, db):
    answer = client.post(SIGN_IN, {})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: Sign in" in html
    links = [link["href"] for link in elements(html, "a")]
    assert {"#id_username", "#id_password"} <= set(links)
    assert html.count("Enter your username") == html.count("Enter your password") == 2
    assert by_id(html, "id_password")["aria-describedby"] == "id_password-error"


def test_sign_in_says_the_same_for_a_wrong_password_and_for_nobody(client, member):
    wrong, nobody = sign_in(client, password="not it at all"), sign_in(client, username="nobody")
    assert wrong.status_code == nobody.status_code == 422
    said = [answer.content.decode().count("Enter the right username and password") for answer in (wrong, nobody)]
    assert said[0] == said[1] > 0
    assert "not it at all" not in wrong.content.decode()


def test_sign_in_refuses_a_closed_account(client, member):
    member.is_active, member.suspended_at = False, now()
    member.save()
    assert sign_in(client).status_code == 422


def test_sign_in_renews_the_session(client, member):
    keys = [client.session.session_key]
    for step in (sign_in, give_code):
        step(client)
        keys.append(client.session.session_key)
    assert len(set(keys)) == 3


def test_T23_right_password_after_lock_out_does_not_get_in(client, member):
    assert lock_out(client) == [422, 422, 422, 422, 429]
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert client.get("/staff/").status_code == 302


def test_T23_no_more_than_five_tries_are_looked_at(client, member):
    lock_out(client, times=12)
    assert AccessAttempt.objects.get().failures_since_start == 5


def test_T23_locked_tries_do_not_extend_the_lock(client, member):
    lock_out(client)
    until = AccessAttemptExpiration.objects.values_list("expires_at", flat=True)
    began, ends = AccessAttempt.objects.get().attempt_time, list(until)
    lock_out(client, times=5)
    assert AccessAttempt.objects.get().attempt_time == began
    assert list(until.all()) == ends


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 302)])
def test_T23_lock_ends_after_fifteen_minutes_whatever_was_tried(client, member, time_machine, minutes, status):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    lock_out(client)
    time_machine.move_to(start + timedelta(minutes=10), tick=False)
    lock_out(client)
    time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
    assert sign_in(client).status_code == status


def test_T23_owner_at_another_address_still_gets_in(client, member):
    lock_out(client)
    assert sign_in(Client(), address="198.51.100.9").status_code == 302


def test_T23_one_account_locked_leaves_the_others_open(client, member):
    lock_out(client, username="somebody")
    assert sign_in(client).status_code == 302


def test_T23_forged_address_does_not_open_the_lock(client, member):
    lock_out(client)
    answer = client.post(
        SIGN_IN,
        {"username": "agent", "password": PASSWORD},
        REMOTE_ADDR="203.0.113.7",
        headers={"X-Forwarded-For": "198.51.100.9"},
    )
    assert answer.status_code == 429


def test_sign_out_ends_the_session(signed_in):
    answer = signed_in.post(reverse("staff:sign-out"))
    assert answer["Location"] == SIGN_IN
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_in.get("/staff/").status_code == 302


def test_sign_out_takes_no_get(signed_in):
    assert signed_in.get(reverse("staff:sign-out")).status_code == 405
    assert signed_in.get("/staff/").status_code == 200


def test_sign_out_after_the_end_leads_to_a_plain_sign_in(client, member):
    assert client.post(reverse("staff:sign-out"))["Location"] == SIGN_IN
