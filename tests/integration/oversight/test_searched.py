"""What readers searched for, as staff see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import SearchTally
from tests.integration.oversight.conftest import text

pytestmark = pytest.mark.django_db
PAGE = "/staff/oversight/reports/guidance/"


def searched(words, count, nothing, key=b"a"):
    month = timezone.localdate().replace(day=1)
    SearchTally.objects.create(month=month, key=key * 32, words=words, count=count, without_result=nothing)


def test_staff_read_what_was_not_found_and_never_the_words_of_few(supervisors_desk):
    searched("zebra crossing", 9, 7, b"a")
    searched("", 3, 2, b"b")
    page = text(supervisors_desk.get(PAGE))
    assert "12 in all, 9 of them found nothing" in page
    assert "3 searches had other words; 2 of these found nothing" in page
    assert page.count("zebra crossing") == 2


def test_staff_learn_that_no_words_are_kept(supervisors_desk):
    page = text(supervisors_desk.get(PAGE))
    assert "0 in all" in page
    assert "No words are kept for these months" in page


def test_searches_of_other_months_are_left_out(supervisors_desk):
    searched("zebra", 9, 7)
    SearchTally.objects.update(month=timezone.localdate().replace(day=1) - timedelta(days=200))
    assert "zebra" not in text(supervisors_desk.get(PAGE))
