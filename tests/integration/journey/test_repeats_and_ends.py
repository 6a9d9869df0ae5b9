"""F29 to F31: the same post often, pages of yesterday, and sessions that end on the way."""

from functools import partial

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from registry.models import Draft, Message, MessageKind, Preference, PreferenceChange
from tests.support.journey import SLUGS, Walk, address, hidden, in_parallel, traces

SAVED, ENDED = "/choice/saved/", "/choice/ended/"
committed = pytest.mark.django_db(transaction=True)


@committed
def test_F29_fifty_parallel_saves_make_one_choice_and_all_end_on_the_saved_page(walk):
    page = hidden(walk.to("review").get("review"))
    posts = [partial(walk.twin().send, "review", page) for _ in range(50)]
    answers = in_parallel(posts)
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {(302, SAVED)}
    assert PreferenceChange.objects.count() == Preference.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.CONFIRMATION).count() == 1
    assert PreferenceChange.objects.get().reference in walk.client.get(SAVED).content.decode()


@committed
def test_F29_parallel_answers_lose_none(walk):
    walk.to("date-of-birth")
    steps = ["name", "date-of-birth"] * 4
    answers = in_parallel([partial(walk.twin().send, slug, walk.answer(slug)) for slug in steps])
    assert {answer.status_code for answer in answers} == {302}
    assert set(walk.draft().answers) == {"name", "date-of-birth"}


def test_F30_used_review_page_leads_to_the_saved_page(walk):
    page = hidden(walk.to("review").get("review"))
    assert walk.send("review", page).headers["Location"] == SAVED
    assert walk.send("review", page).headers["Location"] == SAVED
    assert PreferenceChange.objects.count() == 1


def test_F30_second_tabs_answer_needs_a_fresh_review(walk):
    walk.to("review")
    old = hidden(walk.get("review"))
    other_tab = walk.twin()
    other_tab.choice = "allowed"
    other_tab.post("choice")
    refused = walk.send("review", old)
    assert refused.status_code == 409
    assert "Nothing was saved from that page" in refused.content.decode()
    assert not PreferenceChange.objects.exists()
    fresh = walk.get("review").content.decode()
    assert "Yes, allow it to be used" in fresh
    assert walk.post("review").headers["Location"] == SAVED
    assert PreferenceChange.objects.get().after_status == "allowed"


@pytest.mark.parametrize("submission", ["", "0", "00000000-0000-0000-0000-000000000000", "x" * 5000])
def test_F30_made_up_review_is_refused(walk, submission):
    assert walk.to("review").post("review", submission=submission).status_code == 409
    assert not PreferenceChange.objects.exists()


def end_session(walk):
    Session.objects.all().delete()


def end_draft(walk):
    Draft.objects.all().delete()


def clear_cookies(walk):
    walk.client.cookies.clear()


def sign_out_elsewhere(walk):
    walk.twin().client.post(reverse("choice:end"))


@pytest.mark.parametrize("end", [end_session, end_draft, clear_cookies, sign_out_elsewhere])
@pytest.mark.parametrize("slug", SLUGS[1:])
def test_F31_session_that_ends_leads_to_a_plain_page_and_writes_nothing(person, slug, end):
    walk = Walk(person, knows_number=slug != "postcode").to(slug)
    code = walk.work() if slug == "code" else ""
    form = {**hidden(walk.get(slug)), **walk.answer(slug), "code": code}
    end(walk)
    before = traces()
    answered = walk.send(slug, form)
    assert answered.headers["Location"] == ENDED
    assert traces() == before
    assert not PreferenceChange.objects.exists()
    page = walk.client.get(ENDED).content.decode()
    assert "If you did not see it, nothing was saved" in page
    assert f'href="{address("name")}"' in page


def test_F31_saved_choice_stays_saved_when_the_session_ends(walk):
    walk.finish()
    end_session(walk)
    assert walk.client.get(SAVED).headers["Location"] == ENDED
    assert PreferenceChange.objects.count() == 1
