"""The record of an answer: a PDF that says all of it, to anyone who reads it and to any machine."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from registry.applicability import paths, version, walk
from registry.correspondence import CannotCompose
from registry.correspondence.applicability_record import RecordHeading, applicability_record
from tests.support import pdfs

SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
ADDRESS = "https://opt-out.example/guidance/does-it-apply/answer/?care=own"
ENDS = {end.slug: answers for answers, end in paths()}
LONGEST = max(ENDS.values(), key=len)


def record(answers, at=SUMMER, address=ADDRESS, **heading):
    return applicability_record(walk(answers), heading=RecordHeading(**heading), made_at=at, address=address)


def letters(text):
    """Without blanks, as the end of a line may fall anywhere in an address."""
    return "".join(text.split())


@pytest.mark.parametrize("slug", ENDS)
def test_record_says_all_of_it(slug):
    walked = walk(ENDS[slug])
    said = pdfs.text(record(ENDS[slug]))
    for taken in walked.taken:
        assert taken.question.title in said
        assert taken.answer.words in said
    end = walked.outcome
    for words in (f"{end.verdict.words}, because {end.because}.", end.reason, f"{end.rule}."):
        assert letters(words) in letters(said)
    assert all(step.words in said for step in end.next_steps)
    assert version() in said
    assert letters(ADDRESS) in letters(said)
    assert "guidance and not legal advice" in said


def test_record_has_the_time_in_london_and_what_was_typed():
    said = pdfs.text(record(LONGEST, organisation="Łódź & Sons #1", use="*Falls*", reference="D/2026"))
    assert "Made on: 1 July 2026 at 23:30 (London time)" in said
    assert "Organisation: Łódź & Sons #1 Use of data: *Falls* Reference: D/2026" in said


def test_record_without_a_heading_leaves_it_out():
    said = pdfs.text(record({"care": "own"}))
    assert "Organisation" not in said
    assert "Reference" not in said


def test_record_leaves_room_for_whoever_decides():
    assert "Decision of the Caldicott Guardian" in pdfs.text(record({"care": "unsure"}))
    assert "Who answered" in pdfs.text(record({"care": "own"}))


@pytest.mark.parametrize("slug", ["section-251", "individual-care", "ask-power"])
def test_record_is_accessible_and_on_one_page(slug):
    pdf = record(ENDS[slug], organisation="Anytown Hospitals", use="A study", reference="1")
    assert pdfs.accessibility_marks(pdf) == {
        "tagged": True,
        "suspect": False,
        "language": "en-GB",
        "title": "Does the national data opt-out apply?",
        "shows_title": True,
        "pdf_ua_part": "1",
        "has_structure": True,
        "tab_order_follows_structure": True,
    }
    assert {"H1", "H2", "Table", "TH", "TD", "L"} <= set(pdfs.roles(pdf))
    assert all(embedded and readable for _, embedded, readable in pdfs.fonts(pdf))
    assert len(pdfs.pages(pdf)) == 1


def test_longest_heading_stays_on_the_paper():
    pdf = record(LONGEST, organisation="W" * 100, use="W" * 100, reference="W" * 100)
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[0].get_textpage()
    edge = max(drawn.get_charbox(place)[2] for place in range(drawn.count_chars()))
    width = document[0].get_width()
    document.close()
    assert edge < width - 60  # the right margin, in points
    assert pdfs.text(pdf).replace(" ", "").count("W") >= 300


def test_record_is_the_same_for_the_same():
    assert record(LONGEST, use="x") == record(LONGEST, use="x")


@pytest.mark.parametrize("answers", [{}, {"care": "no"}, {"care": "own", "subject": "health"}])
def test_there_is_no_record_without_an_answer(answers):
    with pytest.raises(ValueError, match="no outcome"):
        record(answers)


def test_what_cannot_be_printed_is_refused_and_not_quoted():
    with pytest.raises(CannotCompose) as refused:
        record(LONGEST, use="हिन्दी")
    assert refused.value.reason == "characters"
    assert "हि" not in str(refused.value)
