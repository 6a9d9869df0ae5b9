"""What readers think of the guidance, as staff see it."""

import csv
from datetime import date

import pytest
from django.utils import timezone

from registry.models import PageOpinion, Role
from registry.queries.guidance_reports import as_rows, opinions
from tests.integration.oversight.conftest import text
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/staff/oversight/reports/guidance/", "/staff/oversight/reports/guidance/table.csv"
FIRST, LAST = date(2026, 7, 6), date(2026, 7, 12)


def said(page, opinion, count, day=FIRST):
    PageOpinion.objects.create(page=page, said_on=day, opinion=opinion, count=count)


def made():
    return opinions(first=FIRST, last=LAST)


def test_opinions_are_added_up_page_by_page_the_least_useful_first():
    said("gps/reception", "yes", 3)
    said("gps/reception", "yes", 4, LAST)
    said("gps/reception", "no", 1)
    said("public/two-opt-outs", "no", 2)
    said("public/two-opt-outs", "hard", 1)
    said("public/two-opt-outs", "wrong", 2)
    assert as_rows(made()) == [("public/two-opt-outs", 0, 2, 0, 1, 2), ("gps/reception", 7, 1, 0, 0, 0)]
    assert [one.percent for one in made()] == ["0%", "88%"]


def test_opinions_of_other_days_are_left_out():
    said("gps/reception", "yes", 1, date(2026, 7, 5))
    said("gps/reception", "yes", 1, date(2026, 7, 13))
    assert made() == []


def test_reason_without_an_answer_has_no_share():
    said("gps/reception", "hard", 1)
    assert [one.percent for one in made()] == ["Nobody said"]


def test_report_costs_one_query(django_assert_num_queries):
    for number in range(30):
        said(f"gps/page-{number}", "yes", number)
    with django_assert_num_queries(1):
        assert len(made()) == 30


@pytest.fixture
def desk():
    return signed_in_client(make_staff(Role.SUPERVISOR))


def test_page_and_table_say_the_same(desk):
    said("gps/reception", "yes", 3, timezone.localdate())
    html = text(desk.get(PAGE))
    assert ' href="/guidance/gps/reception/">gps/reception</a></th><td>3</td><td>0</td><td>100%</td>' in html
    assert f'href="{TABLE}"' in html
    answer = desk.get(TABLE)
    assert "attachment" in answer["Content-Disposition"]
    header, row = csv.reader(text(answer).lstrip("\ufeff").splitlines())
    assert header[:3] == ["Page", "Useful", "Not useful"]
    assert row == ["gps/reception", "3", "0", "0", "0", "0"]


def test_empty_and_wrong_periods_are_said(desk):
    assert "Nobody said anything in these days." in text(desk.get(PAGE))
    assert desk.get(PAGE + "?period=days").status_code == 422


def test_reports_lead_to_it(desk):
    assert f'href="{PAGE}"' in text(desk.get("/staff/oversight/reports/"))
