"""The paper forms of the demonstration's back office."""

from collections import Counter
from datetime import date

import pytest

from registry.actions.demo import NotADemonstration, seed_demo
from registry.actions.demo_forms import STANDING, demo_forms
from registry.actions.demo_room import seed_room
from registry.clock import now
from registry.management.commands.seed_demo import SEEDER
from registry.models import Case, CaseState, Message, PreferenceChange, Scan, ScanState, WorkState

SIZE = 9


@pytest.fixture
def scans_dir(settings, tmp_path):
    settings.SCANS_DIR = tmp_path


@pytest.fixture
def room(db, scans_dir):
    seed_demo(by=SEEDER, at=now())
    return seed_room(size=SIZE, at=now())


def test_two_hundred_forms_stand_in_every_state_with_people_of_their_own():
    forms = demo_forms(200, today=date(2026, 11, 24))
    assert Counter(form.state for form in forms) == dict(STANDING)
    assert sum(count for _, count in STANDING) == 200
    numbers = [person.nhs_number for form in forms for person in form.people]
    assert len(set(numbers)) == len(numbers)
    assert min(number.value for number in numbers) > 999_000_0158


def test_room_has_every_state_with_scans_and_is_filled_once(room):
    assert room == SIZE
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    scanned = Case.objects.exclude(state=CaseState.RECEIVED)
    assert {scan.state for scan in Scan.objects.all()} == {ScanState.READY}
    assert all(case.scans.get().pages.count() >= 2 for case in scanned)
    references = set(Case.objects.filter(state=CaseState.ACCEPTED).values_list("reference", flat=True))
    assert set(PreferenceChange.objects.values_list("case_reference", flat=True)) - {""} == references != set()
    assert not Message.objects.filter(change__case_reference__in=references, state=WorkState.PENDING).exists()
    before = list(Case.objects.order_by("pk").values_list())
    assert seed_room(size=SIZE, at=now()) == 0
    assert list(Case.objects.order_by("pk").values_list()) == before


def test_room_is_refused_outside_a_demonstration(db, scans_dir, settings):
    settings.NDOP_DEMO = False
    with pytest.raises(NotADemonstration):
        seed_room(size=1, at=now())
    assert not Case.objects.exists()
