"""From a list to a result that holds nobody who is opted out, and what is left when there is none."""

import hashlib
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import receipts
from registry.actions.checks import computing, running
from registry.gateways import check_store
from registry.limits import NUMBERS_BY_ORGANISATION
from registry.models import (
    AuditAction,
    AuditEvent,
    Check,
    CheckProblem,
    Message,
    MessageKind,
    Organisation,
    Status,
    WorkState,
)
from tests.factories.organisations import grant_few, make_member, make_organisation
from tests.support.lists import ask, files_in, list_of, numbers, opt_out, report_of, result_of, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]
PEOPLE = numbers(20)


def test_run_releases_everyone_but_the_opted_out_in_the_order_they_came(store):
    for digits in PEOPLE[3:6]:
        opt_out(digits)
    opt_out(PEOPLE[7], Status.ALLOWED)
    member = make_member()
    content = list_of([*PEOPLE, PEOPLE[0], "9990000001"])
    check = run(ask(content, member.organisation, asked_by=member))
    expected = list_of([*PEOPLE[:3], *PEOPLE[6:], PEOPLE[0]])
    assert result_of(check) == expected
    assert (check.state, check.kept, check.removed, check.duplicates, check.invalid) == (WorkState.DONE, 17, 3, 1, 1)
    assert (check.result_sha256, check.result_bytes) == (hashlib.sha256(expected).hexdigest(), len(expected))
    assert "22,invalid,check_digit" in report_of(check)
    claims = receipts.verify(check.receipt)
    assert (claims["counts"]["removed"], claims["input"]["sha256"]) == (3, hashlib.sha256(content).hexdigest())
    assert check.valid_until - check.published_at == timedelta(days=7)
    assert check.input_name is None
    assert files_in(store) == sorted([str(check.result_name), str(check.report_name)])
    event = AuditEvent.objects.get(action=AuditAction.CHECK_PUBLISHED)
    assert (event.object_id, event.details["lines"]) == (str(check.public_id), 22)
    told = Message.objects.get(kind=MessageKind.CHECK_DONE)
    assert (told.recipient, told.content["problem"]) == (member.email, "")
    assert NUMBERS_BY_ORGANISATION.used(member.organisation.public_id) == 20


def test_run_leaves_an_empty_result_when_all_are_opted_out():
    for digits in PEOPLE[:10]:
        opt_out(digits)
    check = run(ask(list_of(PEOPLE[:10])))
    assert (check.state, result_of(check), check.removed) == (WorkState.DONE, b"", 10)


def test_run_reads_a_column_and_passes_its_header_and_the_rest_through():
    opt_out(PEOPLE[1])
    rows = [f'"{n}\nand more",{digits}\r\n' for n, digits in enumerate(PEOPLE[:12])]
    check = run(ask("".join(["what,nhs\r\n", *rows]).encode(), column="nhs"))
    assert result_of(check).decode() == "".join(["what,nhs\r\n", rows[0], *rows[2:]])


def test_run_in_test_mode_looks_at_no_choice_and_no_person():
    opt_out(PEOPLE[0])
    made_up = [digits for digits in numbers(40, start=0) if digits[6] != "9"]
    waiting = ask(list_of(made_up[:3]), is_test=True)
    with CaptureQueriesContext(connection) as asked:
        check = run(waiting)
    said = " ".join(query["sql"] for query in asked)
    assert "registry_preference" not in said
    assert "registry_person" not in said
    assert result_of(check) == list_of([digits for digits in made_up[:3] if digits[6] != "7"])
    assert check.position == 0


def problem_of(check, store):
    """Why a check failed, after making sure that it left nothing behind."""
    assert (check.state, check.result_name, check.receipt, check.input_name) == (WorkState.FAILED, None, "", None)
    assert files_in(store) == []
    assert AuditEvent.objects.get(action=AuditAction.CHECK_FAILED).reason == check.last_error
    return check.last_error


@pytest.mark.parametrize(
    ("content", "columns", "problem"),
    [
        (list_of(PEOPLE[:9]), {}, CheckProblem.TOO_FEW),
        (list_of(PEOPLE), {"numbers_per_day": 19}, CheckProblem.QUOTA),
        (b"nobody\nat all\n", {}, CheckProblem.NO_NUMBERS),
        (b"\xff\xfe9\x009\x00", {}, CheckProblem.NOT_TEXT),
    ],
    ids=["too few", "quota", "no numbers", "not text"],
)
def test_run_says_why_there_is_no_result(store, content, columns, problem):
    member = make_member(make_organisation(**columns))
    assert problem_of(run(ask(content, member.organisation, asked_by=member)), store) == problem
    assert Message.objects.get().content["problem"] == problem.label


def test_T29_run_answers_few_numbers_where_that_was_granted():
    check = run(ask(list_of(PEOPLE[:1]), grant_few(make_organisation())))
    assert check.state == WorkState.DONE


def test_run_stops_for_an_organisation_suspended_at_the_last_moment(store, monkeypatch):
    check = ask(list_of(PEOPLE))
    monkeypatch.setattr(computing, "_prove", lambda *_: Organisation.objects.update(suspended_at=check.created_at))
    assert problem_of(run(check), store) == CheckProblem.SUSPENDED


@pytest.mark.parametrize("how", ["lost", "damaged", "another's"])
def test_run_refuses_an_input_that_is_not_the_one_that_came(store, how):
    check = ask(list_of(PEOPLE))
    [path] = store.glob("??/*")
    if how == "lost":
        check_store.destroy(check.input_name)
    elif how == "damaged":
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    else:
        Check.objects.update(input_sha256="0" * 64)
    assert problem_of(run(check), store) == CheckProblem.INPUT_LOST


def test_run_waits_for_room_and_says_so_in_the_end(store, monkeypatch):
    check = ask(list_of(PEOPLE))
    monkeypatch.setattr(check_store, "free_bytes", lambda: 10)
    found = run(check)
    assert (found.state, found.last_error, found.attempts) == (WorkState.PENDING, CheckProblem.NO_ROOM, 1)
    assert files_in(store) == [str(check.input_name)]
    Check.objects.update(attempts=4, available_at=check.created_at)
    assert problem_of(run(check), store) == CheckProblem.NO_ROOM


def test_run_gives_up_on_a_check_that_killed_every_checker(store):
    check = ask(list_of(PEOPLE))
    Check.objects.update(attempts=5, state=WorkState.UNKNOWN)
    assert problem_of(run(check), store) == CheckProblem.GAVE_UP


def test_run_gives_the_check_back_when_it_is_asked_to_end(store):
    stop = Event()
    stop.set()
    check = ask(list_of(PEOPLE))
    found = run(check, stop=stop)
    assert (found.state, found.attempts, found.last_error) == (WorkState.PENDING, 0, "")
    assert run(check).state == WorkState.DONE


def test_run_costs_the_same_statements_for_short_and_long_lists(monkeypatch):
    monkeypatch.setattr(running, "SECOND", float("inf"))  # progress is written by the clock
    short, long = ask(list_of(PEOPLE)), ask(list_of(numbers(400)))
    with CaptureQueriesContext(connection) as asked:
        run(short)
    with CaptureQueriesContext(connection) as asked_for_long:
        run(long)
    assert len(asked) == len(asked_for_long) <= 48
