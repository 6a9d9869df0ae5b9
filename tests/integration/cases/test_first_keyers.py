"""Whoever had the first keying open, though somebody else finished it, is not its second pair of eyes (T18)."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from registry.actions.cases.deciding import reopen_case
from registry.actions.cases.entries import begin
from registry.actions.cases.keying import CannotKey, finish_entry, keep_entry, open_entry, open_settling, settle
from registry.clock import now
from registry.models import Case, CaseEntry, CaseState, EntryKind, FormType, Role
from tests.factories.cases import key, make_case, make_form, make_people
from tests.support.cases import accept, refusal
from tests.support.keying import page_of
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
BEFORE = [("registry", "0018_guidance_codes")]


@pytest.fixture
def beginner():
    """Somebody who may key and check, and keyed part of a form first."""
    return make_staff(Role.AGENT, Role.CHECKER)


@pytest.fixture
def finisher():
    return make_staff(Role.AGENT)


@pytest.fixture
def checker():
    return make_staff(Role.CHECKER)


@pytest.fixture
def people():
    return make_people(FormType.DETAINED)


@pytest.fixture
def form(people):
    return make_form(FormType.DETAINED, people)


def who(case, user):
    return {"case_id": case.public_id, "by": as_actor(user), "at": now()}


def begin_and_leave(case, user):
    """Key part of a form and give it back."""
    version = open_entry(**who(case, user)).version
    keep_entry(answers={"name": {"given_names": "Ada"}}, version=version, release_claim=True, **who(case, user))


@pytest.fixture
def case(beginner, finisher, form):
    """A form that one person began to key and another finished, to be keyed a second time."""
    case = make_case(CaseState.TO_ENTER, FormType.DETAINED)
    begin_and_leave(case, beginner)
    return key(case, finisher, form)


def own_work(act):
    with pytest.raises(CannotKey) as caught:
        act()
    return caught.value.reason == "own_work"


def test_everybody_who_had_the_first_keying_open_is_known(case, beginner, finisher):
    assert (case.state, case.entered_by, case.first_keyers) == ("to_check", finisher, [beginner.pk, finisher.pk])


def test_T18_whoever_began_the_first_keying_does_not_key_second(case, beginner, form):
    assert own_work(lambda: open_entry(**who(case, beginner)))
    CaseEntry.objects.create(case=case, kind=EntryKind.SECOND, by=beginner)
    assert own_work(lambda: keep_entry(answers={}, version=1, **who(case, beginner)))
    assert own_work(lambda: finish_entry(answers={}, form=form, version=1, **who(case, beginner)))
    assert Case.objects.get(pk=case.pk).claimed_by is None


def test_T18_whoever_began_the_first_keying_does_not_settle(case, beginner, checker, form):
    case = key(case, checker, replace(form, postcode="LS1 9ZZ"))
    assert case.state == CaseState.TO_SETTLE
    assert own_work(lambda: open_settling(**who(case, beginner)))
    assert own_work(lambda: settle(answers={}, form=form, version=case.version, **who(case, beginner)))


def test_T18_whoever_began_the_first_keying_does_not_accept(case, beginner, checker, form, people):
    case = key(case, checker, form)
    assert refusal(case, people, beginner) == "own_work"
    page = signed_in_client(beginner).get(page_of("decide", case)).content.decode()
    assert "You keyed this form first, or part of it, so somebody else must accept it" in page
    assert 'value="accept"' not in page


def test_a_second_keying_and_settling_make_nobody_a_first_keyer(case, checker, form):
    settled = key(case, checker, replace(form, postcode="LS1 9ZZ"))
    done = settle(answers={}, form=form, version=settled.version, **who(case, checker))
    assert (done.state, done.first_keyers) == (CaseState.TO_DECIDE, case.first_keyers)


def test_a_hand_is_known_however_it_came_by_the_form(beginner, finisher, form):
    case = make_case(CaseState.TO_ENTER, FormType.DETAINED)
    version = open_entry(**who(case, make_staff(Role.AGENT))).version
    Case.objects.update(claimed_by=None, claimed_until=None)
    kept = keep_entry(answers={}, version=version, release_claim=True, **who(case, beginner))
    assert Case.objects.get().first_keyers[1:] == [beginner.pk]
    done = finish_entry(answers={}, form=form, version=kept.version, **who(case, finisher))
    assert done.first_keyers[1:] == [beginner.pk, finisher.pk]


def test_two_hands_noted_at_once_are_both_kept_and_each_once(beginner, finisher):
    as_seen = make_case(CaseState.TO_ENTER)
    for user in (beginner, finisher, beginner):
        begin(as_seen, EntryKind.FIRST, user, now())
    assert Case.objects.get().first_keyers == [beginner.pk, finisher.pk]


def test_T18_what_was_typed_before_a_reopening_still_counts(case, beginner, checker, form):
    case = key(case, checker, form)
    reopen_case(reason="The wrong Ada", **who(case, make_staff(Role.SUPERVISOR)))
    again = key(case, make_staff(Role.AGENT), form)
    assert (again.state, again.checked_by) == (CaseState.TO_CHECK, None)
    assert own_work(lambda: open_entry(**who(case, beginner)))
    assert key(case, checker, form).state == CaseState.TO_DECIDE


def test_T18_the_database_lets_no_first_keyer_be_the_second_person(case, beginner, checker, form):
    row = Case.objects.filter(pk=case.pk)
    for constraint, columns in {
        "case_nobody_checks_their_own_work": {"checked_by": beginner, "checked_at": now()},
        "case_entry_is_by_a_first_keyer": {"first_keyers": [beginner.pk]},
    }.items():
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.update(**columns)
    key(case, checker, form)
    with pytest.raises(IntegrityError, match="case_second_person_accepts"), transaction.atomic():
        row.update(state="accepted", decided_by=beginner, decided_at=now())


def changed_by_hand(case, **columns):
    """Change a row as it could be before everybody was known who had the first keying open."""
    changes = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE registry_case SET {changes} WHERE id = %s", [*columns.values(), case.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the tables could not be altered in this transaction


def test_first_keyers_of_before_are_found_in_rows_and_events(case, beginner, finisher, checker, form):
    """And nobody who was the second person already, though they had been a first one as well."""
    checked, accepted = (make_case(CaseState.TO_ENTER, FormType.DETAINED) for _ in range(2))
    for both in (checked, accepted):
        begin_and_leave(both, beginner)
        key(key(both, finisher, form), checker, form)
    accept(Case.objects.get(pk=accepted.pk), form.people, checker)
    opened, entered, fresh = (make_case(CaseState.TO_ENTER) for _ in range(3))
    CaseEntry.objects.create(case=opened, kind=EntryKind.FIRST, by=finisher)
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("registry")
    changed_by_hand(fresh, version=2)
    MigrationExecutor(connection).migrate(BEFORE)
    changed_by_hand(entered, entered_by_id=finisher.pk, entered_at=now())
    changed_by_hand(checked, checked_by_id=beginner.pk)
    changed_by_hand(accepted, decided_by_id=beginner.pk)
    MigrationExecutor(connection).migrate(newest)
    found = dict(Case.objects.values_list("pk", "first_keyers"))
    alone = {row.pk: [finisher.pk] for row in (checked, accepted, opened, entered)}
    assert found == alone | {case.pk: [beginner.pk, finisher.pk], fresh.pk: []}
    Case.objects.update(paper_destroyed_at=now())  # and every row can still be changed
