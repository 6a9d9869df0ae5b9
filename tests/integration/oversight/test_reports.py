"""Reports: each figure counts what it says, in London days, in a fixed number of queries."""

import csv
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from registry.actions import oversight
from registry.models import Call, Case, CaseEntry, Role
from registry.queries.reports import Share, as_rows, report
from tests.integration.oversight.conftest import events, text
from tests.support.markup import elements
from tests.support.staff import make_staff, signed_in_client

PAGE, TABLE = "/staff/oversight/reports/", "/staff/oversight/reports/table.csv"
LONDON = ZoneInfo("Europe/London")
FIRST, LAST, TODAY = date(2026, 7, 6), date(2026, 7, 12), date(2026, 7, 20)
NOON = datetime(2026, 7, 8, 12, 0, tzinfo=LONDON)
numbers = count(10_000)


@pytest.fixture
def make_case(agent, supervisor):
    def make(*, received=FIRST, decided=None, **columns):
        if decided:
            columns = {"state": "accepted", "decided_by": supervisor, "decided_at": decided} | columns
        return Case.objects.create(
            **{"reference": f"{next(numbers)}-C", "form_type": "self", "arrived_by": "post", "state": "to_enter"}
            | {"received_on": received, "due_on": received, "logged_by": agent}
            | columns
        )

    return make


@pytest.fixture
def keyed(make_case):
    def key(by, minutes, *, ended=NOON, kind="first"):
        started = ended - timedelta(minutes=minutes)
        CaseEntry.objects.create(case=make_case(), kind=kind, by=by, started_at=started, finished_at=ended)

    return key


def made(**columns):
    return report(**{"first": FIRST, "last": LAST, "today": TODAY, "per_agent": True} | columns)


def pairs(counts):
    return [(one.words, one.count) for one in counts if one.count]


def test_received_counts_the_days_by_form(make_case):
    for day in (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)):
        make_case(received=day)
    make_case(form_type="children")
    found = made()
    assert pairs(found.received) == [("Self, 13 or over", 2), ("Children under 13", 1)]
    assert found.received_in_all == 3


def test_done_counts_decisions_of_london_days(make_case):
    start = datetime(2026, 7, 6, tzinfo=LONDON)
    for at in (start - timedelta(seconds=1), start, start + timedelta(days=7, seconds=-1), start + timedelta(days=7)):
        make_case(decided=at)
    make_case(decided=NOON, state="returned", return_reasons=["not_signed"])
    make_case(decided=NOON, state="closed", close_reason="not_a_form")
    found = made()
    assert (found.accepted, found.returned, found.closed, found.in_time.whole) == (2, 1, 1, 4)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "0 to 3 days"), (3, "0 to 3 days"), (4, "4 to 7 days"), (7, "4 to 7 days"), (8, "8 to 10 days"),
        (10, "8 to 10 days"), (11, "11 to 14 days"), (14, "11 to 14 days"), (15, "Over 14 days"),
    ],
)  # fmt: skip
def test_ages_fall_into_their_bands_and_14_days_are_in_time(make_case, days, band):
    make_case(received=NOON.date() - timedelta(days=days), decided=NOON)
    make_case(received=TODAY - timedelta(days=days))
    found = made()
    assert pairs(found.decided_ages) == pairs(found.open_ages) == [(band, 1)]
    assert found.in_time.part == (days <= 14)


def test_a_decision_just_after_midnight_in_london_is_of_the_new_day(make_case):
    make_case(received=date(2026, 7, 4), decided=datetime(2026, 7, 8, 0, 30, tzinfo=LONDON))
    assert pairs(made().decided_ages) == [("4 to 7 days", 1)]


def test_sent_back_counts_each_reason(make_case):
    for reasons in (["not_signed"], ["not_signed", "no_choice"]):
        make_case(decided=NOON, state="returned", return_reasons=reasons)
    make_case(decided=NOON - timedelta(days=9), state="returned", return_reasons=["unreadable"])
    assert pairs(made().return_reasons) == [
        ("Not signed or not dated", 2),
        ("No choice is ticked, or both are", 1),
    ]


def test_first_time_right_counts_second_keyings_and_forms_not_sent_back(make_case, supervisor):
    for differences in (0, 0, 0, 2):
        make_case(checked_by=supervisor, checked_at=NOON, differences=differences)
    make_case(decided=NOON)
    make_case(decided=NOON, state="returned", return_reasons=["not_signed"])
    make_case(decided=NOON, state="closed", close_reason="not_a_form")
    found = made()
    assert (found.no_difference, found.no_difference.percent) == (Share(3, 4), "75%")
    assert (found.not_returned, found.not_returned.percent) == (Share(1, 2), "50%")


def test_share_of_nothing_is_no_share():
    assert Share(0, 0).percent == "Nothing to count"


def test_forms_per_agent_hour_cuts_long_pauses(keyed, agent, supervisor):
    for minutes in (10, 5):
        keyed(agent, minutes)
    keyed(supervisor, 600)
    keyed(agent, 1, kind="second")
    keyed(agent, 1, ended=NOON + timedelta(days=9))
    found = made()
    assert [(one.name, one.forms, one.per_hour) for one in found.agents] == [
        ("Ines Okafor", 2, "8.0"),
        ("Tom Ashdown", 1, "2.0"),
    ]
    assert (found.pace.forms, found.pace.hours, found.pace.per_hour) == (3, 0.75, "4.0")


def test_figures_of_single_members_of_staff_are_for_supervisors(keyed, agent):
    keyed(agent, 10)
    found = made(per_agent=False)
    assert found.agents == []
    assert found.pace.forms == 1
    assert not any("Ines" in str(row) for row in as_rows(found))


def test_calls_count_by_reason_and_outcome(agent):
    for outcome in ("form_sent", "form_sent", "information"):
        Call.objects.create(
            agent=agent, reason="wants_form", state="ended", outcome=outcome, started_at=NOON, ended_at=NOON
        )
    Call.objects.create(agent=agent, reason="complaint", started_at=NOON)
    Call.objects.create(agent=agent, reason="complaint", started_at=NOON + timedelta(days=9))
    assert [(one.reason, one.outcome, one.count) for one in made().calls] == [
        ("Complaint", "Not over yet", 1),
        ("Wants a form", "Form sent", 2),
        ("Wants a form", "Information given", 1),
    ]


def test_report_costs_seven_queries_however_much_there_is(make_case, keyed, agent, django_assert_num_queries):
    for _ in range(20):
        make_case(decided=NOON)
        keyed(agent, 3)
    with django_assert_num_queries(7):
        made()


def test_page_shows_tables_and_charts_that_say_the_same(supervisors_desk, make_case):
    for days in (0, 0, 5):
        make_case(received=timezone.localdate() - timedelta(days=days))
    html = text(supervisors_desk.get(PAGE))
    [chart] = elements(html, "svg")
    assert (chart["role"], chart["aria-labelledby"]) == ("img", "ages-open-title ages-open-desc")
    assert '<title id="ages-open-title">Open forms by days from receipt</title>' in html
    assert "0 to 3 days: 2. 4 to 7 days: 1. 8 to 10 days: 0." in html
    assert [bar["width"] for bar in elements(html, "rect")] == ["100.0%", "50.0%", "0.0%", "0.0%", "0.0%"]
    for row in ("0 to 3 days</th><td>2<", "4 to 7 days</th><td>1<", "Over 14 days</th><td>0<"):
        assert row in html


def test_page_draws_no_chart_of_nothing(supervisors_desk):
    assert elements(text(supervisors_desk.get(PAGE)), "svg") == []


def test_page_is_read_on_the_record(supervisors_desk, supervisor):
    for address in (PAGE, TABLE):
        assert supervisors_desk.get(address, {"period": "last-week"}).status_code == 200
    page, table = events("report_read")
    assert page.actor_id == str(supervisor.pk)
    assert (page.details["as"], table.details["as"]) == ("page", "table")
    first, last = (date.fromisoformat(page.details[name]) for name in ("first", "last"))
    assert (first.weekday(), last - first) == (0, timedelta(days=6))
    assert timedelta(0) < timezone.localdate() - last <= timedelta(days=7)


def test_report_is_not_shown_when_reading_cannot_be_written_down(supervisors_desk, monkeypatch):
    read = []
    monkeypatch.setattr(oversight.audit, "record", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(oversight, "report", lambda **_: read.append(1))
    with pytest.raises(ZeroDivisionError):
        supervisors_desk.get(PAGE)
    assert read == []


def days(first, last):
    return {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("first", first), ("last", last))
        for part in ("day", "month", "year")
    }


def test_page_of_chosen_days(supervisors_desk, make_case):
    make_case(received=FIRST)
    html = text(supervisors_desk.get(PAGE, {"period": "days", **days(FIRST, LAST)}))
    assert "6 July 2026 to 12 July 2026" in html
    assert "Self, 13 or over" in html


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period": "year"}, "Select a period"),
        ({"period": "days"}, "Enter the first day"),
        ({"period": "days", **days(LAST, FIRST)}, "The last day must not be before the first"),
        ({"period": "days", **days(FIRST, date(2999, 1, 1))}, "Last day must be in the past"),
    ],
)
def test_page_refused_says_why(supervisors_desk, asked, words):
    for address in (PAGE, TABLE):
        answer = supervisors_desk.get(address, asked)
        assert answer.status_code == 422
        assert words in text(answer)
    assert events("report_read") == []


def test_T27_the_report_as_a_table_holds_text_only(supervisors_desk, keyed, agent):
    agent.display_name = "=1+1"
    agent.save()
    keyed(agent, 10, ended=datetime.now(LONDON))
    answer = supervisors_desk.get(TABLE)
    rows = list(csv.reader(text(answer).splitlines()))
    assert rows[0] == ["Part", "What", "Number"]
    assert ["Forms per agent-hour", "'=1+1", "6.0"] in rows
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.AGENT, Role.CHECKER, Role.AUDITOR])
def test_T17_no_report_and_no_table_for_others(db, role):
    client = signed_in_client(make_staff(role))
    assert [client.get(address).status_code for address in (PAGE, TABLE)] == [403, 403]
    assert len(events("access_refused")) == 2
