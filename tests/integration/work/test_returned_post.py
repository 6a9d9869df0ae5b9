"""A letter comes back: found by what is printed on it, written down once, and a task and a flag made of it."""

import pytest
from django.urls import reverse

from registry.actions.returned_post import NoSuchLetter, clear_flag, mark_returned
from registry.actions.tasks import finish_task
from registry.audit import subject_key
from registry.barcodes import letter_code
from registry.clock import now
from registry.models import AuditEvent, FlagKind, Message, MessageChannel, MessageKind, PersonFlag, Task, TaskKind
from registry.permissions import NotPermitted
from registry.queries.letters import find_letters
from tests.factories import PreferenceFactory, make_nhs_number
from tests.integration.work.conftest import NOON
from tests.support.crowds import all_at_once
from tests.support.markup import by_id
from tests.support.staff import as_actor

SCAN = "/staff/work/returned-post/"


@pytest.fixture
def letter(db):
    """The letter that confirms a choice."""
    change = PreferenceFactory(confirm_by=[MessageChannel.LETTER, MessageChannel.EMAIL], case_reference="12345-C")
    return Message.objects.get(change=change, channel=MessageChannel.LETTER)


@pytest.fixture
def return_letter(db):
    """A letter that sent a form back to somebody whose record was not found."""
    return Message.objects.create(
        kind=MessageKind.RETURN, channel=MessageChannel.LETTER, case_reference="23456-C", deadline_at=now()
    )


@pytest.fixture
def mark(agent):
    def mark(letter, at=NOON):
        return mark_returned(message_id=letter.public_id, by=as_actor(agent), at=at)

    return mark


def found(text):
    return [letter.public_id for letter in find_letters(text)]


def page_of(letter):
    return reverse("staff:returned-letter", args=[letter.public_id])


def counts():
    return Message.objects.exclude(returned_at=None).count(), PersonFlag.objects.count(), Task.objects.count()


def test_letter_is_found_by_all_that_is_printed_on_it(letter, return_letter):
    reference = letter.change.reference
    ways = [
        letter_code(letter.public_id), letter_code(letter.public_id).lower(), f" {letter_code(letter.public_id)}\r",
        reference, reference.lower(), reference.replace("-", ""), reference.replace("-", " "),
        "12345-C", "12345c", " 12345-c ", str(letter.public_id)[:8], str(letter.public_id)[:8].upper(),
    ]  # fmt: skip
    assert [found(way) for way in ways] == [[letter.public_id]] * len(ways)
    assert found("23456-C") == [return_letter.public_id]


@pytest.mark.parametrize(
    "text", ["", "x", "NDO1:F:self", "NDO1:L:zz", "99999-C", "K7M2-9QXR-4T", "ffffffff", "' OR 1=1", "\x00", "9" * 60]
)
def test_nothing_is_found_by_what_is_on_no_letter(letter, text):
    assert found(text) == []


def test_emails_do_not_come_back_by_post(letter, mark):
    email = Message.objects.get(change=letter.change, channel=MessageChannel.EMAIL)
    assert found(letter_code(email.public_id)) == []
    with pytest.raises(NoSuchLetter):
        mark(email)


def test_marking_a_letter_flags_the_person_and_makes_a_task(letter, mark, agent):
    assert mark(letter)
    letter.refresh_from_db()
    assert letter.returned_at == NOON
    flag, task = PersonFlag.objects.get(), Task.objects.get()
    assert (flag.nhs_number, flag.kind, flag.message, flag.raised_by) == (
        letter.nhs_number, FlagKind.POST_RETURNED, letter, agent,
    )  # fmt: skip
    assert (task.kind, task.nhs_number, task.message) == (TaskKind.RETURNED_POST, letter.nhs_number, letter)
    assert task.due_at.isoformat() == "2027-02-24T17:00:00+00:00"
    event = AuditEvent.objects.get(action="post_returned")
    assert (event.object_id, bytes(event.subject)) == (str(letter.public_id), subject_key(letter.nhs_number))


def test_marking_twice_changes_nothing(letter, mark):
    assert [mark(letter), mark(letter, now())] == [True, False]
    letter.refresh_from_db()
    assert letter.returned_at == NOON
    assert counts() == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_marking_ten_times_at_once_is_done_once(letter, mark):
    assert sorted(all_at_once([lambda: mark(letter)] * 10)) == [False] * 9 + [True]
    assert counts() == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_letters_of_one_person_at_once_raise_one_flag(letter, mark):
    second = Message.objects.get(pk=letter.pk)
    second.pk, second.public_id = None, agent_id()
    second.save(force_insert=True)
    assert all_at_once([lambda: mark(letter), lambda: mark(second)]) == [True, True]
    assert counts() == (2, 1, 2)


def agent_id():
    return "00000000-0000-4000-8000-00000000abcd"


def test_letter_to_nobody_we_found_makes_a_task_and_no_flag(return_letter, mark):
    assert mark(return_letter)
    assert counts() == (1, 0, 1)


def test_T20_marking_and_clearing_by_who_may_not(letter, checker):
    with pytest.raises(NotPermitted):
        mark_returned(message_id=letter.public_id, by=as_actor(checker), at=NOON)
    with pytest.raises(NotPermitted):
        clear_flag(nhs_number=letter.nhs_number, kind=FlagKind.POST_RETURNED, by=as_actor(checker), at=NOON)
    assert counts() == (0, 0, 0)


def test_clearing_a_flag_once_and_raising_it_again(letter, mark, agent):
    mark(letter)

    def clear(number):
        return clear_flag(nhs_number=number, kind=FlagKind.POST_RETURNED, by=as_actor(agent), at=NOON)

    assert not clear(make_nhs_number(800))
    assert [clear(letter.nhs_number), clear(letter.nhs_number)] == [True, False]
    flag = PersonFlag.objects.get()
    assert (flag.cleared_at, flag.cleared_by) == (NOON, agent)
    assert AuditEvent.objects.filter(action="flag_cleared").count() == 1


def test_page_finds_shows_writes_down_and_is_ready_again(midday, as_agent, letter):
    first = as_agent.post(SCAN, {"letter": letter_code(letter.public_id)})
    assert first["Location"] == page_of(letter)
    html = as_agent.get(page_of(letter)).content.decode()
    assert "Confirmation of a choice" in html
    for secret in (letter.nhs_number.digits, letter.nhs_number.spaced, letter.change.reference):
        assert secret not in html
    assert counts() == (0, 0, 0)
    second = as_agent.post(page_of(letter))
    assert second["Location"] == f"{SCAN}?recorded={letter.public_id}"
    html = as_agent.get(second["Location"]).content.decode()
    assert f"Written down: letter {str(letter.public_id)[:8]} came back." in html
    assert "autofocus" in by_id(html, "id_letter")
    assert by_id(html, "id_letter")["autocomplete"] == "off"
    assert counts() == (1, 1, 1)


def test_page_of_the_same_letter_again_says_that_nothing_changed(midday, as_agent, letter, mark):
    mark(letter)
    answer = as_agent.post(SCAN, {"letter": letter_code(letter.public_id)}, follow=True)
    html = answer.content.decode()
    assert "This letter came back before" in html
    assert "It was written down on 17 February 2027 at midday. Nothing was changed." in html
    assert "autofocus" in by_id(html, "id_letter")
    assert as_agent.post(page_of(letter))["Location"] == page_of(letter)
    assert counts() == (1, 1, 1)


def test_page_offers_all_letters_that_share_a_reference(midday, as_agent, letter, return_letter):
    Message.objects.filter(pk=return_letter.pk).update(case_reference="12345-C")
    html = as_agent.post(SCAN, {"letter": "12345-C"}).content.decode()
    assert "Several letters have this reference" in html
    assert page_of(letter) in html
    assert page_of(return_letter) in html


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Scan a letter, or enter its reference"),
        ("nonsense", "There is no letter with this code or reference"),
        ("x" * 61, "This is not the code or the reference of a letter"),
    ],
)
def test_A08_page_says_when_nothing_is_found_and_keeps_what_was_typed(midday, as_agent, typed, message):
    answer = as_agent.post(SCAN, {"letter": typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(message) == 2
    assert by_id(html, "id_letter").get("value", "") == typed


def test_T17_letters_that_are_not_there(as_agent, agent):
    missing = reverse("staff:returned-letter", args=[agent.public_id])
    assert [as_agent.get(missing).status_code, as_agent.post(missing).status_code] == [404, 404]
    assert as_agent.get(SCAN, {"recorded": "x"}).status_code == 400


def test_task_takes_the_flag_down_when_the_address_was_put_right(midday, as_agent, letter, mark):
    mark(letter)
    page = reverse("staff:task-detail", args=[Task.objects.get().public_id])
    assert "so take the flag down" in as_agent.get(page).content.decode()
    as_agent.post(page, {"outcome": "The practice has the new address", "is_put_right": "on"})
    assert PersonFlag.objects.get().cleared_at is not None
    assert Task.objects.get().state == "done"


def test_task_leaves_the_flag_when_the_address_is_not_right(letter, mark, agent):
    mark(letter)
    finish_task(task_id=Task.objects.get().public_id, outcome="Nobody knows", by=as_actor(agent), at=NOON)
    assert PersonFlag.objects.get().cleared_at is None


def test_choice_reference_of_two_people_is_never_mixed_up(db):
    changes = [PreferenceFactory(confirm_by=[MessageChannel.LETTER]) for _ in range(3)]
    for change in changes:
        (only,) = found(change.reference)
        assert Message.objects.get(public_id=only).change == change
