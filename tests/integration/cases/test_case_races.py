"""Several members of staff, and the person themselves, at the same instant: real threads, real rows."""

import pytest

from registry.actions.cases.accepting import accept_case
from registry.actions.cases.closing import close_case
from registry.actions.cases.keying import CannotKey, finish_entry, keep_entry, open_entry
from registry.actions.cases.moves import StaleVersion
from registry.actions.cases.problems import CannotDecide
from registry.actions.claims import CannotClaim
from registry.actions.preferences import record_choice
from registry.clock import now
from registry.models import (
    AuditEvent,
    Case,
    CaseEntry,
    CaseState,
    CloseReason,
    FormType,
    Message,
    MessageChannel,
    Preference,
    PreferenceChange,
    Role,
    Source,
    Status,
)
from registry.parties import PATIENT
from tests.factories import SubmissionFactory
from tests.factories.cases import make_case, make_form, make_people
from tests.support.cases import to_decide
from tests.support.crowds import all_at_once
from tests.support.invariants import broken_histories
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 12


@pytest.fixture(autouse=True)
def nobody_is_drawn(settings):
    settings.SECOND_CHECK_SHARE = 0.0


def of_kind(results, kind):
    return [result for result in results if isinstance(result, kind)]


def accepting(case, people, user):
    numbers = [person.nhs_number for person in people]
    return lambda: accept_case(
        case_id=case.public_id, numbers=numbers, version=case.version, by=as_actor(user), at=now()
    )


def test_one_of_many_gets_a_form_to_key():
    case = make_case(CaseState.TO_ENTER)
    agents = [make_staff(Role.AGENT) for _ in range(AT_ONCE)]
    results = all_at_once(
        [lambda agent=agent: open_entry(case_id=case.public_id, by=as_actor(agent), at=now()) for agent in agents]
    )
    entry = CaseEntry.objects.get()
    assert of_kind(results, CaseEntry) == [entry]
    assert len(of_kind(results, CannotClaim)) == AT_ONCE - 1
    assert Case.objects.get().claimed_by == entry.by


def test_F27_of_two_who_save_one_keying_one_is_kept_and_the_other_learns_what():
    case, agent = make_case(CaseState.TO_ENTER), make_staff(Role.AGENT)
    entry = open_entry(case_id=case.public_id, by=as_actor(agent), at=now())
    results = all_at_once(
        [
            lambda tab=tab: keep_entry(
                case_id=case.public_id, answers={"tab": tab}, version=entry.version, by=as_actor(agent), at=now()
            )
            for tab in range(AT_ONCE)
        ]
    )
    (kept,) = of_kind(results, CaseEntry)
    stale = of_kind(results, StaleVersion)
    assert len(stale) == AT_ONCE - 1
    assert {error.current.answers["tab"] for error in stale} == {kept.answers["tab"]}
    assert CaseEntry.objects.get().version == entry.version + 1


def test_F27_taking_over_and_saving_do_not_wait_for_each_other_for_ever():
    agents = [make_staff(Role.AGENT), make_staff(Role.AGENT)]
    for _ in range(10):
        case = make_case(CaseState.TO_ENTER)
        entry = open_entry(case_id=case.public_id, by=as_actor(agents[0]), at=now())
        Case.objects.filter(pk=case.pk).update(claimed_until=now())
        kept, taken = all_at_once(
            [
                lambda case=case, entry=entry: keep_entry(
                    case_id=case.public_id, answers={"a": 1}, version=entry.version, by=as_actor(agents[0]), at=now()
                ),
                lambda case=case: open_entry(case_id=case.public_id, by=as_actor(agents[1]), at=now()),
            ]
        )
        assert isinstance(kept, CaseEntry | StaleVersion)
        assert isinstance(taken, CaseEntry | CannotClaim)
        assert isinstance(kept, CaseEntry) != isinstance(taken, CaseEntry)


def test_F29_many_posts_finish_a_keying_once():
    case, agent = make_case(CaseState.TO_ENTER), make_staff(Role.AGENT)
    form = make_form(FormType.SELF, make_people(FormType.SELF))
    entry = open_entry(case_id=case.public_id, by=as_actor(agent), at=now())
    results = all_at_once(
        [
            lambda: finish_entry(
                case_id=case.public_id, answers={}, form=form, version=entry.version, by=as_actor(agent), at=now()
            )
        ]
        * AT_ONCE
    )
    assert [result.state for result in results] == [CaseState.TO_DECIDE] * AT_ONCE
    assert AuditEvent.objects.filter(action="case_entered").count() == 1


def test_F29_many_posts_accept_six_children_once():
    people, checker = make_people(FormType.CHILDREN, 6), make_staff(Role.CHECKER)
    case = to_decide(FormType.CHILDREN, people)
    results = all_at_once([accepting(case, people, checker)] * AT_ONCE)
    assert results == [case] * AT_ONCE
    assert {result.state for result in results} == {CaseState.ACCEPTED}
    assert PreferenceChange.objects.count() == Message.objects.count() == case.subjects.count() == 6
    assert AuditEvent.objects.filter(action="case_accepted").count() == 1


def test_F27_of_two_who_decide_one_form_the_first_stands():
    people = make_people(FormType.SELF)
    case = to_decide(FormType.SELF, people)
    deciders = [make_staff(Role.CHECKER), make_staff(Role.CHECKER)]
    results = all_at_once([accepting(case, people, user) for user in deciders])
    (accepted,) = of_kind(results, Case)
    (late,) = of_kind(results, StaleVersion)
    assert late.current.decided_by == accepted.decided_by
    assert PreferenceChange.objects.count() == 1


def test_accepting_and_closing_at_once_is_one_of_both():
    people, users = make_people(FormType.SELF), [make_staff(Role.CHECKER), make_staff(Role.CHECKER)]
    case = to_decide(FormType.SELF, people)

    def closing():
        return close_case(
            case_id=case.public_id, reason=CloseReason.NOT_A_FORM, version=case.version, by=as_actor(users[1]), at=now()
        )

    results = all_at_once([accepting(case, people, users[0]), closing])
    assert len(of_kind(results, Case)) == 1
    assert len(of_kind(results, StaleVersion | CannotDecide)) == 1
    assert PreferenceChange.objects.count() == (Case.objects.get().state == CaseState.ACCEPTED)


def test_F28_paper_and_the_person_online_are_both_kept_in_one_order():
    people, checker = make_people(FormType.SELF), make_staff(Role.CHECKER)
    for turn in range(20):
        case = to_decide(FormType.SELF, people)
        online = SubmissionFactory.build(
            person__nhs_number=people[0].nhs_number,
            status=Status.ALLOWED,
            source=Source.ONLINE,
            confirm_by=(MessageChannel.EMAIL,),
            idempotency_key=f"online {turn}",
            decided_at=now(),
        )
        results = all_at_once(
            [
                accepting(case, people, checker),
                lambda online=online: record_choice(online, by=PATIENT, at=now()),
            ]
        )
        assert not of_kind(results, Exception)
    versions = list(PreferenceChange.objects.order_by("pk").values_list("version", flat=True))
    assert versions == list(range(1, 41))
    assert not PreferenceChange.objects.filter(messages=None).exists()
    assert broken_histories() == []
    assert Preference.objects.get().status == PreferenceChange.objects.get(version=40).after_status


def test_two_forms_about_the_same_children_never_wait_for_each_other_for_ever():
    people, checkers = make_people(FormType.CHILDREN, 6), [make_staff(Role.CHECKER), make_staff(Role.CHECKER)]
    for _ in range(5):
        there, back = to_decide(FormType.CHILDREN, people), to_decide(FormType.CHILDREN, people[::-1])
        results = all_at_once([accepting(there, people, checkers[0]), accepting(back, people[::-1], checkers[1])])
        assert [result.state for result in results] == [CaseState.ACCEPTED] * 2
    assert broken_histories() == []


def test_two_copies_are_never_closed_as_each_others_duplicate():
    people, checkers = make_people(FormType.SELF), [make_staff(Role.CHECKER), make_staff(Role.CHECKER)]
    for _ in range(5):
        pair = [to_decide(FormType.SELF, people), to_decide(FormType.SELF, people)]
        results = all_at_once(
            [
                lambda one=one, other=other, user=user: close_case(
                    case_id=one.public_id,
                    reason=CloseReason.DUPLICATE,
                    duplicate_of=other.reference,
                    version=one.version,
                    by=as_actor(user),
                    at=now(),
                )
                for one, other, user in zip(pair, pair[::-1], checkers, strict=True)
            ]
        )
        assert len(of_kind(results, Case)) == 1
        (refused,) = of_kind(results, CannotDecide)
        assert refused.reason == "duplicate_of_duplicate"


def test_two_checkers_at_one_second_keying_leave_one():
    case = make_case(CaseState.TO_CHECK, FormType.DETAINED)
    checkers = [make_staff(Role.CHECKER) for _ in range(4)]
    results = all_at_once(
        [lambda user=user: open_entry(case_id=case.public_id, by=as_actor(user), at=now()) for user in checkers]
    )
    assert len(of_kind(results, CaseEntry)) == 1
    assert len(of_kind(results, CannotClaim | CannotKey)) == 3
