"""Words that change need a review that has a date of its own."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from portal.guidance.review.whole import check
from tests.support.guidance import content_in

ON = date(2026, 11, 22)
FIRST = "2026-11-01"


@pytest.fixture
def content(tmp_path, settings):
    made = content_in(tmp_path, settings)
    made.page("gps/one", "We keep it.", reviewed_on=FIRST)
    accept()
    return made


def accept(on=ON):
    call_command("check_guidance", "--accept", "--on", on.isoformat())


def found():
    return [str(finding).removeprefix("content/guidance/") for finding in check(ON).findings]


def test_page_that_was_never_reviewed_is_found(content):
    content.page("gps/two", order="2")
    assert found() == [
        "gps/two.md:1: no review of this page is recorded; once it was read, run: manage.py check_guidance --accept"
    ]


def test_changed_words_are_found_and_not_accepted_without_a_new_date(content):
    content.page("gps/one", "We keep it safe.", reviewed_on=FIRST)
    (one,) = found()
    assert one.startswith("gps/one.md:1: its words changed after the review of 2026-11-01: read it as a whole")
    with pytest.raises(CommandError, match="nothing was accepted"):
        accept()
    assert found() == [one]


@pytest.mark.parametrize("front", [{"title": '"Another"'}, {"summary": '"Another."'}])
def test_changed_title_or_summary_is_found(content, front):
    content.page("gps/one", "We keep it.", reviewed_on=FIRST, **front)
    assert len(found()) == 1


def test_changed_words_with_a_new_date_are_accepted(content):
    content.page("gps/one", "We keep it safe.", reviewed_on="2026-11-02")
    assert [one.partition(": ")[2] for one in found()] == [
        "its words were reviewed again; run: manage.py check_guidance --accept"
    ]
    accept()
    assert found() == []


def test_words_may_change_again_on_the_day_of_their_review(content):
    content.page("gps/one", "We keep it safe.", reviewed_on=ON.isoformat())
    accept()
    content.page("gps/one", "We keep it very safe.", reviewed_on=ON.isoformat())
    with pytest.raises(CommandError, match="nothing was accepted"):
        accept(ON + timedelta(days=1))
    accept()
    assert found() == []


def test_lines_may_break_elsewhere(content):
    content.page("gps/one", "We\nkeep   it.", reviewed_on=FIRST)
    assert found() == []


def test_moved_date_is_written_down(content):
    content.page("gps/one", "We keep it.", reviewed_on="2026-11-20")
    assert [one.partition(": ")[2] for one in found()] == [
        "reviewed_on has moved from 2026-11-01; run: manage.py check_guidance --accept"
    ]


def test_review_of_a_page_that_is_gone_is_found(content):
    (content.folder / "gps" / "one.md").unlink()
    content.page("gps/two")
    assert "reviewed.toml:1: there is no page gps/one any more; run: manage.py check_guidance --accept" in found()


def test_record_that_cannot_be_read_is_found(content):
    content.write("reviewed.toml", '["gps/one"]\nwords = 1\n')
    assert "cannot be read" in found()[0]
