"""F30: back and resubmit, two tabs, yesterday's page. F31: the session ends in mid-journey."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from portal.choice import submit
from registry.actions import choices
from registry.models import Draft, Message, PreferenceChange, Status
from tests.factories import PersonFactory
from tests.support.journey import SLUGS, Walk, hidden

pytestmark = pytest.mark.django_db
ENDED = reverse("choice:ended")
SAVED = reverse("choice:saved")


@pytest.fixture
def walk():
    return Walk(PersonFactory())


def test_F30_page_used_before_leads_to_what_was_saved(walk):
    walk.to("review")
    carried = hidden(walk.get("review"))
    assert walk.send("review", carried)["Location"] == SAVED
    assert walk.send("review", carried)["Location"] == SAVED
    [change] = PreferenceChange.objects.all()
    assert change.reference in walk.client.get(SAVED).text


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "postcode"])
def test_F30_going_back_after_saving_changes_nothing(walk, slug):
    walk.finish()
    assert walk.get(slug)["Location"] == SAVED
    assert walk.send(slug, walk.answer(slug))["Location"] == SAVED
    assert PreferenceChange.objects.count() == 1


def other_tab_saves_an_older_review(walk):
    """One tab has its review open; the other changes the answer; the first saves."""
    walk.to("review")
    old_page = hidden(walk.get("review"))
    walk.twin().post("choice", choice="allowed")
    return walk.send("review", old_page)


def test_F30_second_tabs_answer_needs_a_fresh_review(walk):
    answer = other_tab_saves_an_older_review(walk)
    assert answer.status_code == 409
    assert not PreferenceChange.objects.exists()
    walk.choice = "allowed"
    assert walk.post("review")["Location"] == SAVED
    assert PreferenceChange.objects.get().after_status == Status.ALLOWED


def test_F30_would_notice_a_review_that_is_not_compared(walk, monkeypatch):
    monkeypatch.setattr(choices, "_check_review", lambda *_: None)
    other_tab_saves_an_older_review(walk)
    assert PreferenceChange.objects.exists()


def test_F30_page_from_yesterday_says_that_nothing_was_saved(walk, database_clock):
    walk.to("review")
    carried = hidden(walk.get("review"))
    database_clock.move(timedelta(days=1))
    answer = walk.send("review", carried)
    assert answer["Location"] == ENDED
    assert not PreferenceChange.objects.exists()
    assert walk.client.get(ENDED).status_code == 200


def session_purged(walk):
    Session.objects.all().delete()


def draft_purged(walk):
    Draft.objects.all().delete()


def cookie_cleared(walk):
    walk.client.cookies.clear()


def signed_out_in_another_tab(walk):
    walk.twin().client.post(reverse("choice:end"))


ENDINGS = [session_purged, draft_purged, cookie_cleared, signed_out_in_another_tab]


@pytest.mark.parametrize("end", ENDINGS)
def test_F31_session_that_ends_in_mid_journey_saves_nothing(walk, end):
    """Every step in turn: go there, lose the session, submit, start again."""
    for slug in walk.steps()[1:]:
        fresh = Walk(PersonFactory()).to(slug)
        carried = {**hidden(fresh.get(slug)), **fresh.answer(slug)}
        end(fresh)
        assert fresh.send(slug, carried)["Location"] == ENDED, slug
        assert fresh.get(slug)["Location"] == ENDED
        page = fresh.client.get(ENDED)
        assert page.status_code == 200
        assert reverse("pages:start") in page.text
    assert not PreferenceChange.objects.exists()
    assert not Message.objects.filter(kind="confirmation").exists()


def test_F31_would_notice_a_save_without_a_session(walk, monkeypatch):
    walk.to("review")
    carried = hidden(walk.get("review"))
    kept = walk.draft()
    session_purged(walk)
    monkeypatch.setattr("portal.choice.session.open_draft", lambda _request: kept)
    monkeypatch.setattr(submit.session, "open_draft", lambda _request: kept)
    assert walk.send("review", carried)["Location"] != ENDED
    assert PreferenceChange.objects.exists()
