"""The journey as people walk it: every way through, every way back, and what each page costs."""

import itertools
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from registry.actions import identity_checks
from registry.models import ChangeKind, Draft, IdentityCheck, Message, MessageKind, Preference, PreferenceChange, Status
from tests.factories import PersonFactory, PreferenceFactory
from tests.support.journey import SLUGS, Walk, address, hidden

QUESTION_QUERIES = 4
SAVED, ENDED = "/choice/saved/", "/choice/ended/"


@pytest.mark.parametrize("knows_number", [True, False], ids=["number", "postcode"])
@pytest.mark.parametrize("channel", ["sms", "email"])
@pytest.mark.parametrize("letter", ["yes", "no"])
@pytest.mark.parametrize("choice", ["opted_out", "allowed"])
def test_journey_ends_on_a_saved_choice(person, knows_number, channel, letter, choice):
    page = Walk(person, channel=channel, knows_number=knows_number, letter=letter, choice=choice).finish()
    change = PreferenceChange.objects.get()
    assert change.reference in page.content.decode()
    assert (change.nhs_number, change.after_status, change.kind) == (person.nhs_number, choice, ChangeKind.FIRST)
    confirmations = Message.objects.filter(kind=MessageKind.CONFIRMATION).values_list("channel", flat=True)
    assert sorted(confirmations) == sorted([channel] + ["letter"] * (letter == "yes"))


def test_saved_page_says_the_choice_in_words(walk):
    page = walk.finish().content.decode()
    assert "<strong>No, do not allow</strong>" in page
    assert "21 days" in page
    assert "Type 1 opt-out" in page
    assert "<strong>Yes, allow</strong>" not in page


def test_journey_leaves_only_the_reference(walk):
    walk.finish()
    draft = walk.draft()
    assert (draft.answers, draft.proved_nhs_number, draft.proved_contact) == ({}, None, "")
    assert draft.saved_change == PreferenceChange.objects.get()


def test_choice_page_says_that_nothing_is_recorded(walk):
    assert "You have not made a choice yet" in walk.to("choice").get("choice").content.decode()


@pytest.mark.parametrize(
    ("status", "words"), [(Status.OPTED_OUT, "No, do not allow"), (Status.ALLOWED, "Yes, allow")], ids=["out", "in"]
)
def test_choice_page_says_the_current_choice_and_since_when(walk, person, status, words):
    change = PreferenceFactory(person__nhs_number=person.nhs_number, status=status)
    since = f"{change.decided_at.day} {change.decided_at:%B %Y}"
    page = " ".join(walk.to("choice").get("choice").content.decode().split())
    assert f"Your choice now is: <strong>{words}</strong>. This has been your choice since {since}." in page


def test_opting_back_in_is_a_change(walk, person):
    PreferenceFactory(person__nhs_number=person.nhs_number, status=Status.OPTED_OUT)
    walk.choice = "allowed"
    walk.finish()
    newest = PreferenceChange.objects.order_by("-version")[0]
    assert (newest.kind, newest.before_status, newest.after_status) == (ChangeKind.CHANGE, "opted_out", "allowed")
    assert Preference.objects.get().status == Status.ALLOWED


def test_same_choice_again_is_a_confirmation(walk, person):
    PreferenceFactory(person__nhs_number=person.nhs_number, status=Status.OPTED_OUT)
    walk.finish()
    assert PreferenceChange.objects.order_by("-version")[0].kind == ChangeKind.CONFIRMATION
    assert PreferenceChange.objects.count() == 2


def test_superseded_number_leads_to_the_current_record(walk, person):
    current = PersonFactory(family_name=person.family_name)
    type(person).objects.filter(pk=person.pk).update(superseded_by=current.nhs_number)
    person.nhs_number, typed = current.nhs_number, person.nhs_number.spaced
    walk.typed["nhs-number"] = {"nhs_number": typed}
    walk.finish()
    assert Preference.objects.get().nhs_number == current.nhs_number


def test_contact_is_shown_only_after_proof_and_masked(walk, person):
    for slug in walk.steps():
        if slug == "review":
            break
        walk.to(slug)
        page = walk.get(slug).content.decode()
        assert person.mobile[-3:] not in re.sub(r'value="[^"]*"', "", page)
        if slug == "code":
            walk.post("code", code=walk.work())
    review = walk.to("review").get("review").content.decode()
    assert f"<strong>*********{person.mobile[-3:]}</strong>" in review


def test_change_links_lead_to_pages_that_hold_the_answer(walk, person):
    page = walk.to("check-your-answers").get("check-your-answers").content.decode()
    links = re.findall(r'<a href="/choice/([a-z-]+)/">Change', page)
    assert links == ["name", "date-of-birth", "nhs-number", "code-by"]
    assert person.family_name in walk.get("name").content.decode()
    assert walk.send("name", walk.answer("name")).headers["Location"] == address("check-your-answers")


def test_back_links_lead_to_the_step_before(walk):
    steps = walk.steps()
    for before, slug in itertools.pairwise(steps):
        page = walk.to(slug).get(slug).content.decode()
        back = re.search(r'class="nhsuk-back-link[^"]*"[^>]*href="([^"]*)"|href="([^"]*)"[^>]*class="nhsuk-back', page)
        assert back, slug
        # A code that was used up is not gone back to.
        assert address("check-your-answers" if before == "code" else before) in back.groups(), slug


def test_a_used_code_is_not_asked_for_again(walk):
    assert walk.to("choice").get("code").headers["Location"] == address("choice")


def test_A13_nothing_is_asked_twice(walk, person):
    """Turning from the number to the postcode asks for the postcode alone."""
    walk.to("nhs-number")
    walk.knows_number = False
    asked = []
    answered = walk.post("know-nhs-number")
    while (slug := answered.headers["Location"].strip("/").rpartition("/")[2]) != "code":
        asked.append(slug)
        answered = walk.post(slug)
    assert asked == ["postcode", "code-by", "check-your-answers"]
    check = walk.check()
    assert check.details["family_name"] == person.family_name


def test_A13_answers_are_kept_when_the_details_are_put_right(walk, person):
    walk.typed["name"] = {"given_name": "Nobody", "family_name": "Nobody"}
    walk.to("code").work()
    del walk.typed["name"]
    assert walk.post("name").headers["Location"] == address("check-your-answers")


@pytest.mark.parametrize("slug", SLUGS)
def test_question_page_costs_few_queries(person, slug, django_assert_max_num_queries):
    walk = Walk(person, knows_number=slug != "postcode").to(slug)
    with django_assert_max_num_queries(QUESTION_QUERIES):
        assert walk.get(slug).status_code == 200


def test_first_page_costs_a_new_visitor_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(address("name")).status_code == 200


INVALID = {
    "name": {"given_name": "Ada9", "family_name": ""},
    "date-of-birth": {"date_of_birth_day": "31", "date_of_birth_month": "2", "date_of_birth_year": "1980"},
    "know-nhs-number": {"knows": "perhaps"},
    "nhs-number": {"nhs_number": "999 000 0019"},
    "postcode": {"postcode": "LEEDS"},
    "code-by": {"code_by": "letter"},
    "code": {"code": "12345"},
    "choice": {"choice": "maybe"},
    "letter": {},
}


@pytest.mark.parametrize("slug", INVALID)
def test_invalid_answer_is_a_422_that_says_so_first(person, slug):
    walk = Walk(person, knows_number=slug != "postcode").to(slug)
    answered = walk.send(slug, {**hidden(walk.get(slug)), **INVALID[slug]})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert re.search(r"<title>\s*Error: ", page)
    assert "There is a problem" in page
    typed = [
        value for value in INVALID[slug].values() if value and slug not in {"know-nhs-number", "code-by", "choice"}
    ]
    assert [value for value in typed if f'value="{value}"' not in page] == (["12345"] if slug == "code" else [])
    assert "12345" not in page


def test_new_code_kills_the_old_one(walk):
    walk.to("code")
    old = walk.work()
    asked = walk.client.post(reverse("choice:new-code"))
    new = walk.work()
    assert asked.headers["Location"] == address("code")
    if old != new:
        assert walk.post("code", code=old).status_code == 422
    assert walk.post("code", code=new).status_code == 302


def test_changed_details_replace_the_request_that_they_were_sent_with(walk):
    """A request that the person has put right must neither send a code nor kill the code of the next one."""
    walk.to("code")
    first = walk.check()
    walk.channel = "email"
    walk.post("code-by")
    walk.post("check-your-answers")
    code = walk.work()
    identity_checks.check_identity(first.pk)
    first.refresh_from_db()
    assert (first.outcome, first.details) == ("superseded", {})
    assert Message.objects.filter(kind=MessageKind.CODE).count() == 1
    assert walk.post("code", code=code).status_code == 302


def test_request_replaced_while_the_person_is_looked_up_sends_nothing(walk, monkeypatch):
    walk.to("code")
    check = walk.check()
    look_up = identity_checks._look_up

    def slow(details):
        IdentityCheck.objects.filter(pk=check.pk).update(replaced_at=check.requested_at)
        return look_up(details)

    monkeypatch.setattr(identity_checks, "_look_up", slow)
    identity_checks.check_identity(check.pk)
    check.refresh_from_db()
    assert check.outcome == "superseded"
    assert not Message.objects.exists()


def test_stay_extends_the_session(walk, database_clock):
    walk.to("know-nhs-number")
    for _ in range(5):
        database_clock.move(timedelta(minutes=18))
        assert walk.client.post(reverse("choice:stay")).status_code == 204
    assert walk.get("know-nhs-number").status_code == 200
    database_clock.move(timedelta(minutes=20))
    assert walk.client.post(reverse("choice:stay")).status_code == 410
    assert walk.get("know-nhs-number").headers["Location"] == ENDED


def test_hard_limit_cannot_be_extended(walk, database_clock):
    walk.to("date-of-birth")
    for _ in range(7):
        database_clock.move(timedelta(minutes=17))
        assert walk.client.post(reverse("choice:stay")).status_code == 204
    database_clock.move(timedelta(minutes=1, seconds=1))
    assert walk.client.post(reverse("choice:stay")).status_code == 410


def test_end_erases_the_draft_and_what_the_request_holds(walk):
    walk.to("code")
    check = walk.check()
    ended = walk.client.post(reverse("choice:end"))
    assert ended.headers["Location"] == ENDED
    assert not Draft.objects.exists()
    check.refresh_from_db()
    assert check.details == {}
    assert check.replaced_at


def test_ended_page_needs_no_session(db):
    page = Client().get(ENDED)
    assert page.status_code == 200
    assert "We have deleted what you typed here" in page.content.decode()


@pytest.mark.parametrize(
    "happened", [{"date_of_death": "2020-01-01"}, {"date_of_birth": "2025-01-01"}], ids=["died", "under-age"]
)
def test_record_that_changes_before_saving_gives_a_plain_page(walk, person, happened):
    walk.to("review")
    type(person).objects.filter(pk=person.pk).update(**happened)
    answered = walk.post("review")
    assert answered.status_code == 409
    assert "Nothing was saved" in answered.content.decode()
    assert not PreferenceChange.objects.exists()


def test_record_that_is_gone_before_saving_gives_a_plain_page(walk, person):
    walk.to("review")
    page_data = hidden(walk.get("review"))
    type(person).objects.all().delete()
    assert walk.send("review", page_data).status_code == 409
    assert not PreferenceChange.objects.exists()
