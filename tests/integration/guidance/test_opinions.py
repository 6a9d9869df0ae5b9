"""Was this page useful? Counted, and nothing of the reader is kept."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from registry.actions.guidance.opinions import note_opinion
from registry.models import LimitCounter, PageOpinion, Usefulness

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
AT = datetime(2026, 7, 8, 12, tzinfo=ZoneInfo("Europe/London"))


def say(opinion, page="gps/reception", headers=OURS, client=None):
    answer = (client or Client()).post("/guidance/useful/", {"page": page, "opinion": opinion}, headers=headers)
    assert not answer.cookies
    return answer


def counts():
    return {(row.page, row.opinion): row.count for row in PageOpinion.objects.all()}


def test_opinion_is_counted_and_the_reader_thanked():
    say("yes")
    answer = say("yes")
    assert counts() == {("gps/reception", "yes"): 2}
    assert (answer.status_code, answer["Location"]) == (302, "/guidance/useful/thanks/?page=gps/reception&said=yes")
    html = Client().get(answer["Location"]).content.decode()
    assert "Thank you" in html
    assert 'name="opinion"' not in html


def test_after_no_the_reader_may_give_one_of_three_reasons():
    html = Client().get(say("no")["Location"]).content.decode()
    offered = [one.value for one in Usefulness if f'name="opinion" value="{one.value}"' in html]
    assert offered == ["no_answer", "hard", "wrong"]
    assert 'href="/guidance/gps/reception/"' in html
    assert 'value="hard"' not in Client().get(say("hard")["Location"]).content.decode()
    assert counts() == {("gps/reception", "no"): 1, ("gps/reception", "hard"): 1}


@pytest.mark.parametrize(
    ("opinion", "page", "headers", "status"),
    [
        ("yes", "gps/nothing", OURS, 404),
        ("yes", "", OURS, 404),
        ("maybe", "gps/reception", OURS, 400),
        ("", "gps/reception", OURS, 400),
        ("yes", "gps/reception", {"Origin": "https://elsewhere.example"}, 403),
        ("yes", "gps/reception", {}, 403),
    ],
)
def test_T12_opinion_that_no_button_of_ours_sent_is_refused(opinion, page, headers, status):
    assert say(opinion, page, headers).status_code == status
    assert counts() == {}


def test_form_needs_no_token():
    assert say("yes", client=Client(enforce_csrf_checks=True)).status_code == 302


def test_every_page_has_the_form(client):
    html = client.get("/guidance/gps/reception/").content.decode()
    assert '<form class="ndop-opinion" method="post" action="/guidance/useful/">' in html
    assert '<input type="hidden" name="page" value="gps/reception">' in html
    assert "csrf" not in html


def test_one_network_cannot_fill_the_report():
    for _ in range(9):
        note_opinion("gps/reception", Usefulness.USEFUL, network="192.0.2.1", at=AT)
    note_opinion("gps/reception", Usefulness.USEFUL, network="192.0.2.2", at=AT)
    note_opinion("gps/contact-details", Usefulness.USEFUL, network="192.0.2.1", at=AT)
    assert counts() == {("gps/reception", "yes"): 7, ("gps/contact-details", "yes"): 1}


def test_network_is_kept_as_a_hash_only():
    note_opinion("gps/reception", Usefulness.USEFUL, network="192.0.2.1", at=AT)
    assert b"192.0.2.1" not in b"".join(bytes(row.key) for row in LimitCounter.objects.all())


def test_days_are_those_of_london():
    for hour in (22, 23):
        at = datetime(2026, 7, 8, hour, 30, tzinfo=ZoneInfo("UTC"))
        note_opinion("gps/reception", Usefulness.WRONG, network="192.0.2.1", at=at)
    assert set(PageOpinion.objects.values_list("said_on", flat=True)) == {date(2026, 7, 8), date(2026, 7, 9)}


def test_thanks_for_no_page_lead_to_the_guidance(client):
    assert client.get("/guidance/useful/thanks/")["Location"] == "/guidance/"


def test_thanks_for_an_unknown_page_are_not_found(client):
    assert client.get("/guidance/useful/thanks/?page=x&said=no").status_code == 404
