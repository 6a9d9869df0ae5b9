"""What the night destroys, and what it leaves alone (P01)."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project

from registry.actions.cases.destruction import destroy_paper
from registry.actions.cases.page_kinds import mark_pages
from registry.actions.cases.periods import kept_from
from registry.actions.cases.receiving import log_case
from registry.actions.cases.scans import receive_scan
from registry.clock import now
from registry.gateways import scan_store
from registry.models import AuditEvent, Case, CaseEntry, CaseNote, PageKind, Role, Scan, ScanPage
from registry.parties import SYSTEM
from registry.queries.cases import standing_form
from registry.tasks import destroy_paper as task
from tests.support.scans import as_file, page
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
_words = count()


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def decided(agent):
    """A case with a form and a copy of a passport, keyed and decided at this moment."""

    def make(at):
        by = as_actor(agent)
        case = log_case(form_type="self", arrived_by="post", received_on=at.date(), by=by, at=at)
        data = as_file("TIFF", page(f"Form {next(_words)}", size=(62, 88)), page(size=(62, 88)))
        scan = receive_scan(data=data, name="Jo's form.tif", case_id=case.public_id, by=by, at=at)
        mark_pages(scan_id=scan.pk, kinds={2: PageKind.IDENTITY}, by=by, at=at)
        CaseEntry.objects.create(case=case, kind="first", by=agent, answers={"a": 1}, form={"b": 2}, finished_at=at)
        CaseNote.objects.create(case=case, text="A note", by=agent, at=at)
        columns = {"state": "closed", "close_reason": "not_a_form", "decided_by": agent, "decided_at": at}
        Case.objects.filter(pk=case.pk).update(**columns)
        return case

    return make


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def night(at):
    return destroy_paper(by=SYSTEM, at=at)


def left(case):
    return [one.number for one in ScanPage.objects.filter(scan__case=case, destroyed_at=None).order_by("number")]


# Decided in London, the last night on which it is still there, and the first on which it goes.
ENDS = [
    ("2026-01-15T12:00", "2026-04-14T02:30", "2026-04-15T02:30"),
    ("2026-11-28T23:59", "2027-02-27T02:30", "2027-02-28T02:30"),
    ("2026-11-30T00:01", "2027-02-27T02:30", "2027-02-28T02:30"),
    ("2027-11-30T12:00", "2028-02-28T02:30", "2028-02-29T02:30"),
    ("2027-01-31T12:00", "2027-04-29T02:30", "2027-04-30T02:30"),
    ("2027-02-28T12:00", "2027-05-27T02:30", "2027-05-28T02:30"),
    # The clocks go forward on 28 March 2027 and back on 31 October 2027.
    ("2026-12-28T00:30", "2027-03-27T02:30", "2027-03-28T02:30"),
    ("2027-07-31T00:30", "2027-10-30T02:30", "2027-10-31T02:30"),
    ("2027-07-30T23:30", "2027-10-29T02:30", "2027-10-30T02:30"),
]


@pytest.mark.parametrize(("decision", "last", "first"), ENDS)
def test_P01_paper_ends_three_calendar_months_after_its_decision(decision, last, first):
    assert kept_from(london(last)) <= london(decision) < kept_from(london(first))


def test_P01_decision_at_night_counts_for_its_day_in_london(decided, database_clock):
    case = decided(datetime.fromisoformat("2027-06-30T23:30:00+00:00"))  # half past midnight on 1 July in London
    night(london("2027-09-30T02:30"))
    assert left(case) == [1]
    night(london("2027-10-01T02:30"))
    assert left(case) == []


def test_P01_identity_copies_go_the_night_after_the_decision(decided, database_clock, store):
    database_clock.stop_at(london("2027-03-01T15:00"))
    case = decided(now())
    database_clock.stop_at(london("2027-03-02T02:30"))
    task()
    assert left(case) == [1]
    assert len(list(store.glob("*/*"))) == 1
    event = AuditEvent.objects.get(action="paper_destroyed", object_id=case.reference)
    assert (event.reason, event.details) == ("identity copies", {"pages": 1})
    assert CaseEntry.objects.get().answers == {"a": 1}


def test_P01_after_three_months_nothing_of_the_paper_is_left_and_the_rest_is(decided, database_clock, store):
    case = decided(london("2027-01-10T12:00"))
    at = london("2027-04-10T02:30")
    night(at)
    case.refresh_from_db()
    scan, entry = Scan.objects.get(), CaseEntry.objects.get()
    assert (left(case), list(store.glob("*/*"))) == ([], [])
    assert (scan.state, scan.original_name, scan.destroyed_at) == ("destroyed", "", at)
    assert (entry.answers, entry.form, case.paper_destroyed_at) == ({}, {}, at)
    assert CaseNote.objects.get().text == "A note"
    assert ScanPage.objects.count() == 2
    with pytest.raises(Exception, match="nobody has finished keying"):
        standing_form(case)
    summary = AuditEvent.objects.get(action="paper_destroyed", object_type="night")
    assert summary.details == {"identity_copies": 1, "cases": 1, "files_without_row": 0, "failed": 0}


def test_P01_open_and_reopened_cases_are_left_alone(decided, agent, store):
    case = decided(london("2027-01-10T12:00"))
    undecided = {"state": "to_enter", "close_reason": "", "decided_by": None, "decided_at": None}
    Case.objects.update(**undecided)
    night(london("2028-01-10T02:30"))
    assert left(case) == [1, 2]
    assert len(list(store.glob("*/*"))) == 2


def test_P01_case_decided_again_starts_its_months_again(decided, agent):
    case = decided(london("2027-01-10T12:00"))
    Case.objects.update(decided_at=london("2027-04-09T12:00"))
    night(london("2027-04-10T02:30"))
    assert left(case) == [1]


def test_P01_scan_that_came_after_the_paper_was_destroyed_is_destroyed_too(decided, agent):
    case = decided(london("2027-01-10T12:00"))
    night(london("2027-04-10T02:30"))
    late = Scan.objects.create(case=case, state="ready", size=1, sha256="0", uploaded_by=agent)
    ScanPage.objects.create(scan=late, number=1, stored_name=scan_store.put(b"late"), width=1, height=1)
    night(london("2027-04-11T02:30"))
    assert left(case) == []


def test_P01_night_repeated_changes_nothing_more(decided):
    decided(london("2027-01-10T12:00"))
    night(london("2027-04-10T02:30"))
    before = AuditEvent.objects.count()
    assert night(london("2027-04-10T02:40")) == {"identity_copies": 0, "cases": 0, "files_without_row": 0, "failed": 0}
    assert AuditEvent.objects.count() == before + 1


def test_P01_night_cut_short_between_file_and_row_is_finished_by_the_next(decided, store, monkeypatch):
    case = decided(london("2027-01-10T12:00"))
    destroy, gone = scan_store.destroy, []

    def die_after_one(name):
        destroy(name)
        gone.append(name)
        raise KeyboardInterrupt

    monkeypatch.setattr(scan_store, "destroy", die_after_one)
    with pytest.raises(KeyboardInterrupt):
        night(london("2027-04-10T02:30"))
    assert (left(case), len(gone)) == ([1, 2], 1)
    monkeypatch.setattr(scan_store, "destroy", destroy)
    night(london("2027-04-11T02:30"))
    assert (left(case), list(store.glob("*/*"))) == ([], [])


def test_P01_file_that_cannot_be_removed_does_not_keep_the_others(decided, monkeypatch):
    first, second = decided(london("2027-01-10T12:00")), decided(london("2027-01-10T13:00"))
    stuck = set(ScanPage.objects.filter(scan__case=first).values_list("stored_name", flat=True))
    destroy = scan_store.destroy

    def refuse(name):
        if name in stuck:
            raise PermissionError
        destroy(name)

    monkeypatch.setattr(scan_store, "destroy", refuse)
    assert night(london("2027-04-10T02:30"))["failed"] == 2  # for its copies, and for all of it
    assert (left(first), left(second)) == ([1, 2], [])


def test_file_that_no_row_names_is_swept_away_after_an_hour(store, monkeypatch):
    scan_store.put(b"left by a crash")
    assert night(now())["files_without_row"] == 0
    monkeypatch.setattr("registry.actions.cases.destruction.ORPHAN_SECONDS", -1)
    assert night(now())["files_without_row"] == 1
    assert not list(store.glob("*/*"))


def test_name_of_a_refused_file_is_forgotten_in_time(agent):
    at = london("2027-01-10T12:00")
    receive_scan(data=b"x", name="Jo Bloggs.pdf", case_id=None, by=as_actor(agent), at=at)
    night(at + timedelta(days=30))
    assert Scan.objects.get().original_name == "Jo Bloggs.pdf"
    night(london("2027-04-10T02:30"))
    assert Scan.objects.get().original_name == ""


def test_P01_night_is_in_the_schedule_at_half_past_two():
    entry = project.CELERY_BEAT_SCHEDULE["paper"]
    assert entry["task"] == task.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({2}, {30})
    assert project.CELERY_TIMEZONE == "UTC"
