"""T10 to T13: who may be where, whose session it is, and which posts count."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver, reverse

from portal.choice import session
from registry.actions import drafts
from registry.models import Draft, PreferenceChange
from tests.factories import PersonFactory
from tests.support.journey import SLUGS, Walk, address, hidden, traces

SAVED, ENDED = "/choice/saved/", "/choice/ended/"


def attempts(walk, slug, token=""):
    """Everything that a browser can try on a step, with the most convincing form that it could send."""
    data = {"journey_token": token, "submission": "", "code": "123456", **walk.answer(slug)}
    return [walk.get(slug), walk.send(slug, data), walk.client.put(address(slug)), walk.client.head(address(slug))]


@pytest.mark.parametrize("state", SLUGS)
def test_T10_steps_ahead_are_closed_in_every_state(person, state):
    walk = Walk(person, knows_number=state != "postcode").to(state)
    steps = walk.steps()
    closed = [slug for slug in SLUGS if slug not in steps or steps.index(slug) > steps.index(state)]
    if "draft" not in walk.client.session:
        closed, expected, token = SLUGS[1:], ENDED, ""
    else:
        expected, token = address(state), session.proof_token(walk.draft())
    before = traces()
    for slug in closed:
        answers = attempts(walk, slug, token)
        assert {answer.status_code for answer in answers} == {302}, slug
        assert {answer.headers["Location"] for answer in answers} == {expected}, slug
    assert traces() == before


def test_T10_everything_is_closed_once_the_choice_is_saved(walk):
    walk.finish()
    before = traces()
    for slug in SLUGS:
        assert {answer.headers["Location"] for answer in attempts(walk, slug)} == {SAVED}, slug
    assert walk.client.post(reverse("choice:new-code")).headers["Location"] == SAVED
    assert traces() == before


def test_T10_everything_is_closed_once_the_session_has_ended(walk):
    walk.to("review")
    walk.client.post(reverse("choice:end"))
    before = traces()
    for slug in SLUGS[1:]:
        assert {answer.headers["Location"] for answer in attempts(walk, slug)} == {ENDED}, slug
    assert walk.client.get(SAVED).headers["Location"] == ENDED
    assert traces() == before


@pytest.mark.parametrize("slug", ["choice", "letter", "review"])
def test_T10_page_of_the_first_person_is_refused_after_the_second_is_proved(person, slug):
    other = PersonFactory()
    tab_one = Walk(person).to(slug)
    stale = {**hidden(tab_one.get(slug)), **tab_one.answer(slug)}
    tab_two = tab_one.twin()
    tab_two.person = other
    for step in ("name", "date-of-birth", "nhs-number"):
        tab_two.post(step)
    tab_two.to(slug)
    tab_one.client = tab_two.client  # one browser: the tabs share its cookies
    before = traces()
    answered = tab_one.send(slug, stale)
    assert answered.status_code == 409
    assert "Nothing was saved" in answered.content.decode()
    assert traces() == before
    assert Draft.objects.get().proved_nhs_number == other.nhs_number


def test_T10_answer_that_lost_a_race_with_new_details_is_not_kept(walk):
    """The page was open when it was checked; the proof was dropped before the answer was written."""
    walk.to("choice")
    proved_at = walk.draft().proved_at
    walk.post("name", given_name="Other")
    for stale in (proved_at, None):
        with pytest.raises(drafts.ProofChanged):
            drafts.keep_answer(
                draft_id=walk.draft().pk,
                step="choice",
                answer={"choice": "opted_out"},
                settles_identity=False,
                proved_at=stale,
            )
    assert "choice" not in walk.draft().answers


def test_T10_pages_name_nobody_by_an_identifier(walk, person):
    numbers = (person.nhs_number.digits, person.nhs_number.spaced)
    for slug in walk.steps():
        page = walk.to(slug).get(slug).content.decode()
        assert not any(number in page for number in numbers) or slug in {"nhs-number", "check-your-answers"}, slug
        names = set(re.findall(r'<input type="hidden" name="([^"]+)"', page))
        assert names <= {"csrfmiddlewaretoken", "journey_token", "submission"}


def test_T10_posted_identifiers_are_ignored(walk, person):
    other = PersonFactory()
    walk.to("review").post("review", nhs_number=other.nhs_number.digits, proved_nhs_number=other.nhs_number.digits)
    assert PreferenceChange.objects.get().nhs_number == person.nhs_number


def test_T11_session_key_is_new_after_proof_and_the_old_one_is_nobody(walk):
    walk.to("code")
    old = walk.twin()
    before = walk.client.cookies["session"].value
    walk.post("code", code=walk.work())
    after = walk.client.cookies["session"].value
    assert before != after
    assert not Session.objects.filter(pk=before).exists()
    assert old.get("choice").headers["Location"] == ENDED
    assert old.client.session.get("draft") is None
    assert walk.get("choice").status_code == 200


def test_T11_cookie_is_dead_after_the_end(walk):
    walk.to("review")
    replay = walk.twin()
    key = walk.client.cookies["session"].value
    assert walk.client.post(reverse("choice:end")).status_code == 302
    assert not Session.objects.filter(pk=key).exists()
    assert replay.get("review").headers["Location"] == ENDED


def test_T11_planted_session_key_is_not_taken_over(person):
    victim = Walk(person)
    victim.client.cookies["session"] = "planted0planted0planted0planted0"
    victim.to("date-of-birth")
    assert victim.client.cookies["session"].value != "planted0planted0planted0planted0"


def test_T11_keys_hold_128_bits_and_cookies_are_closed(walk):
    walk.to("date-of-birth")
    cookie = walk.client.cookies["session"]
    assert len(cookie.value) == 32
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_T11_no_personal_page_may_be_kept_with_its_cookie(walk):
    for slug in walk.steps():
        assert walk.to(slug).get(slug).headers["Cache-Control"] == "no-store"


def journey_addresses():
    """Every address of the journey by the resolver, so that a new one cannot be missed."""
    [(_, (_, journey))] = [(name, found) for name, found in get_resolver().namespace_dict.items() if name == "choice"]
    named = [pattern.name for pattern in journey.url_patterns]
    assert "question" in named
    plain = [reverse(f"choice:{name}") for name in named if name not in {"question", "assisted"}]
    return [*plain, reverse("choice:assisted", args=["no-such-token"]), *map(address, SLUGS)]


HOSTILE_POSTS = {
    "no token": {},
    "wrong token": {"data": {"csrfmiddlewaretoken": "a" * 64}},
    "plain text": {"data": "choice=opted_out", "content_type": "text/plain"},
    "json": {"data": "{}", "content_type": "application/json"},
}


@pytest.mark.parametrize("kind", HOSTILE_POSTS)
def test_T12_posts_from_elsewhere_write_nothing(walk, kind):
    walk.to("review")
    attacked = Client(enforce_csrf_checks=True)
    attacked.cookies.load({name: morsel.value for name, morsel in walk.client.cookies.items()})
    before = traces()
    for url in journey_addresses():
        assert attacked.post(url, **HOSTILE_POSTS[kind]).status_code == 403, url
    assert traces() == before


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_T12_right_token_from_a_foreign_origin_writes_nothing(walk, origin):
    walk.to("review")
    attacked = Client(enforce_csrf_checks=True)
    attacked.cookies.load({name: morsel.value for name, morsel in walk.client.cookies.items()})
    page = attacked.get(address("review")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    before = traces()
    for url in journey_addresses():
        answered = attacked.post(url, {"csrfmiddlewaretoken": token}, headers={"origin": origin})
        assert answered.status_code == 403, url
    assert traces() == before
    own = attacked.post(address("review"), {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})
    assert own.status_code == 409  # the companion: with its own origin the same post reaches the page


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_T12_only_post_writes(walk, method):
    walk.to("review")
    before = traces()
    for url in journey_addresses():
        assert getattr(walk.client, method)(url).status_code in {200, 302, 405}, url
    assert traces() == before


def test_T12_journey_cannot_be_framed(walk):
    page = walk.to("review").get("review")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_T13_every_answer_of_the_journey_is_never_stored(walk):
    answers = [walk.finish(), walk.client.get(ENDED), walk.client.get("/choice/no-such-step/")]
    walk = Walk(PersonFactory())
    for slug in walk.steps():
        answers += [walk.to(slug).get(slug), walk.send(slug, {})]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_T13_ending_clears_the_browser(walk):
    walk.to("review")
    ended = walk.client.post(reverse("choice:end"))
    assert ended.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert ended.cookies["session"].value == ""
