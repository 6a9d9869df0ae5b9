"""F04: the web process is killed after the commit and before the reply. F29: the same post many times at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from registry.models import Message, Preference, PreferenceChange
from tests.faults.browser import is_saved_page
from tests.support.invariants import broken_histories
from tests.support.waiting import wait_until

DIE = {"X-Fault-Die": "after-commit"}


def save_and_lose_the_reply(harness, rounds, *defects):
    """Each round another person saves, the reply is lost, they repeat. Return the pages and rows per person."""
    harness.web(*defects, workers=1)
    pages = []
    for _ in range(rounds):
        walk = harness.at_review()
        browser = harness.browser(walk)
        form = _patiently(lambda browser=browser: browser.form("review"))
        with pytest.raises(requests.ConnectionError):
            browser.post("review", form, headers=DIE)
        again = _patiently(lambda browser=browser, form=form: browser.post("review", form))
        assert is_saved_page(again), again.status_code
        pages.append((walk.person.nhs_number, _patiently(lambda browser=browser: browser.get("/choice/saved/"))))
    return pages


def _patiently(ask):
    """Repeat while gunicorn puts a new process in the place of the dead one, as a person does."""

    def answer():
        try:
            return ask()
        except requests.ConnectionError:
            return None

    return wait_until(answer, every=0.2)


def check_rounds(pages):
    """One row each, and a page that says the truth about it."""
    for number, page in pages:
        [change] = PreferenceChange.objects.filter(nhs_number=number)
        assert page.status_code == 200
        assert change.reference in page.text
        assert Message.objects.filter(change=change).count() == 1
    assert broken_histories() == []


def test_F04_reply_lost_after_the_commit_can_be_asked_for_again(harness):
    check_rounds(save_and_lose_the_reply(harness, 8))


@pytest.mark.night
def test_F04_two_hundred_lost_replies(harness):
    check_rounds(save_and_lose_the_reply(harness, 200))


def test_F04_would_notice_a_save_that_is_not_remembered(harness):
    with pytest.raises((AssertionError, ValueError)):
        check_rounds(save_and_lose_the_reply(harness, 1, "forgets_what_was_saved"))
    assert PreferenceChange.objects.count() > 1


def post_fifty_times(harness, *defects):
    """Return the answers to fifty identical posts at once."""
    harness.web(*defects)
    browser = harness.browser(harness.at_review(letter="yes"))
    form = browser.form("review")
    with ThreadPoolExecutor(50) as pool:
        return list(pool.map(lambda _: browser.post("review", form), range(50)))


def test_F29_fifty_identical_posts_save_once_and_all_see_the_saved_page(harness):
    answers = post_fifty_times(harness)
    assert [answer.status_code for answer in answers] == [302] * 50
    assert all(map(is_saved_page, answers))
    assert PreferenceChange.objects.count() == Preference.objects.count() == 1
    assert sorted(Message.objects.filter(kind="confirmation").values_list("channel", flat=True)) == ["letter", "sms"]


def test_F29_would_notice_a_save_that_is_not_remembered(harness):
    post_fifty_times(harness, "forgets_what_was_saved")
    assert PreferenceChange.objects.count() > 1
