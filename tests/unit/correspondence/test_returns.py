"""The reply to a form that no choice could be recorded from."""

import re
from datetime import date
from io import BytesIO
from itertools import combinations

import pypdfium2
import pytest

from ndop.nhsuk.reading_age import reading_age
from registry.barcodes import letter_code, read
from registry.correspondence import CannotCompose, ReturnLetter, return_email, return_letter
from registry.correspondence.return_words import BY_FORM, NEW_FORM, WORDS, reason_words
from registry.correspondence.returns import return_words
from registry.models import FormType, ReturnReason
from tests.support import pdfs
from tests.unit.correspondence.conftest import MESSAGE

EVERY_PAIR = [
    (reason, form)
    for reason in ReturnReason
    for form in FormType
    if (reason, form) != (ReturnReason.PERSON_DIED, FormType.SELF)
]
by_pair = pytest.mark.parametrize(("reason", "form"), EVERY_PAIR)
# These are answered by the letter itself.
NOTHING_TO_SEND = {ReturnReason.PERSON_DIED, ReturnReason.ORIGINALS_SENT, ReturnReason.WRONG_SERVICE}


def make(**changes):
    given = {
        "case_reference": "12345-C",
        "name": "Aoife Byrne",
        "address_lines": ("12 Mill Lane", "Horsforth", "Leeds", "LS18 4AB"),
        "form_type": "self",
        "reasons": ["not_signed"],
        "received_on": date(2026, 11, 12),
        "written_on": date(2026, 11, 22),
        "message_id": MESSAGE,
    }
    return ReturnLetter(**given | changes)


def sentences(letter):
    words = return_words(letter)
    return "\n\n".join([words.thanks, *(line for s in words.sections for line in (s.text, *s.points))])


def test_every_reason_has_its_words():
    assert set(WORDS) == set(ReturnReason)
    assert all(words.heading and words.text.endswith(".") for words in (*WORDS.values(), *BY_FORM.values()))
    assert {reason for reason, words in WORDS.items() if not words.send} == NOTHING_TO_SEND


@by_pair
def test_letter_says_each_reason_and_what_to_send_next(reason, form):
    said = pdfs.text(return_letter(make(reasons=[reason], form_type=form)))
    words = reason_words(reason, form)
    assert words.heading in said
    assert words.text.split(". ")[0] in said
    assert ("What to send" in said) == bool(words.send)
    assert all(item in said for item in words.send)


@by_pair
def test_A22_reply_is_for_a_reader_of_eleven(reason, form):
    text = sentences(make(reasons=[reason], form_type=form))
    assert reading_age(text) <= 11
    assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.!?:,]\s|\n", text))


@pytest.mark.parametrize("form", FormType)
def test_reply_asks_for_nothing_twice_whichever_two_reasons_hold(form):
    allowed = [reason for reason in ReturnReason if (reason, form) in EVERY_PAIR]
    for pair in combinations(allowed, 2):
        points = [
            point for section in return_words(make(reasons=pair, form_type=form)).sections for point in section.points
        ]
        assert len(points) == len(set(points))
        assert bool(points) != (set(pair) <= NOTHING_TO_SEND)


def test_reply_to_several_reasons_has_one_list_in_the_order_of_the_codes():
    words = return_words(make(reasons=["no_choice", "not_signed", "no_identity"]))
    assert [s.heading for s in words.sections][:4] == [
        *(WORDS[reason].heading for reason in ("no_identity", "not_signed", "no_choice")),
        "What to send",
    ]
    (points,) = [s.points for s in words.sections if s.points]
    assert points == (*WORDS["no_identity"].send, NEW_FORM)


def test_reply_that_asks_for_a_special_form_does_not_ask_for_a_plain_one_too():
    (points,) = [s.points for s in return_words(make(reasons=["not_signed", "name_mismatch"])).sections if s.points]
    assert points == WORDS["name_mismatch"].send


def test_reply_that_needs_no_new_form_says_that_the_old_one_is_kept():
    assert "You do not need to fill it in again" in sentences(make(reasons=["address_proof_old"]))
    assert "You do not need to fill it in again" not in sentences(make(reasons=["not_signed"]))
    assert "/other-ways/" in sentences(make(reasons=["not_signed"]))


def test_papers_asked_for_are_those_of_the_form():
    assert "passport or birth certificate of each child" in sentences(
        make(reasons=["no_identity"], form_type="children")
    )
    assert "parental responsibility order" in sentences(make(reasons=["no_authority"], form_type="children"))
    assert "Court of Protection" in sentences(make(reasons=["no_authority"], form_type="adult_dependant"))
    assert "health professional" in sentences(make(reasons=["wrong_authority"], form_type="detained"))


def test_reply_about_someone_who_died_is_kind_and_asks_for_nothing():
    said = pdfs.text(return_letter(make(reasons=["person_died"], form_type="adult_dependant")))
    assert "We are sorry for your loss" in said
    assert "The choice that they had made stays as it was" in said
    assert "What to send" not in said
    assert "We need something more" not in said


def test_nobody_writes_to_a_person_who_has_died():
    with pytest.raises(ValueError, match="has died"):
        return_letter(make(reasons=["person_died"]))


def test_reply_to_a_form_of_the_other_service_sends_people_to_their_practice():
    said = sentences(make(reasons=["wrong_service"]))
    assert "Only your GP practice can do this" in said
    assert "We got a form from you" in said


def test_reply_to_originals_says_that_they_come_back():
    assert "They come back to you by post" in sentences(make(reasons=["originals_sent"]))


@pytest.mark.parametrize("reasons", [[], ["no_such_reason"], ["not_signed", ""]])
@pytest.mark.parametrize("compose", [return_letter, return_email])
def test_reply_without_a_known_reason_is_refused(compose, reasons):
    with pytest.raises(ValueError, match="reasons"):
        compose(make(reasons=reasons))


def test_letter_says_where_from_whom_and_how_to_phone(settings):
    said = pdfs.text(return_letter(make()))
    for words in ("Dear Aoife Byrne", "22 November 2026", "12 November 2026", "Reference: 12345-C", "LS18 4AB",
                  settings.NDOP_PHONE, settings.NDOP_PHONE_HOURS, *settings.NDOP_RETURN_ADDRESS):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("format_needs", ["standard", "large_print"])
def test_letter_stands_in_the_window_and_carries_its_code(format_needs):
    letter = return_letter(make(format_needs=format_needs))
    window = [p for p in pdfs.pieces(letter) if p[0] == 1 and 39.5 <= p[2] <= 66.3 and p[1] < 120]
    assert " ".join(p[4].strip() for p in window) == "Aoife Byrne 12 Mill Lane Horsforth Leeds LS18 4AB"
    picture = pypdfium2.PdfDocument(BytesIO(letter))[0].render(scale=150 / 72).to_pil()
    assert read(picture) == [letter_code(MESSAGE)]


def test_A21_letter_carries_the_marks_of_pdf_ua():
    marks = pdfs.accessibility_marks(return_letter(make()))
    assert marks["tagged"]
    assert (marks["pdf_ua_part"], marks["language"]) == ("1", "en-GB")
    assert marks["title"] == "About your national data opt-out form"


def test_A21_letter_in_large_print_is_eighteen_point_and_loses_nothing():
    large = return_letter(make(format_needs="large_print", reasons=["no_identity", "no_choice"]))
    assert min(p[3] for p in pdfs.pieces(large) if p[0] > 1 or p[2] > 95) >= 17.99
    footers = re.compile(r"12345-C Page \d of \d")
    standard = return_letter(make(reasons=["no_identity", "no_choice"]))
    assert footers.sub("", pdfs.text(large)).split() == footers.sub("", pdfs.text(standard)).split()


def test_letter_is_the_same_bytes_for_the_same_reply():
    assert return_letter(make()) == return_letter(make())


def test_letter_that_cannot_be_right_is_refused():
    with pytest.raises(CannotCompose, match="no_address"):
        return_letter(make(address_lines=()))
    with pytest.raises(CannotCompose, match="characters"):
        return_letter(make(name="张伟"))


def test_email_says_the_same_as_the_letter_and_its_subject_says_nothing():
    email = return_email(make(reasons=["no_identity", "not_signed"]))
    assert email.subject == "About the form you sent us"
    for line in sentences(make(reasons=["no_identity", "not_signed"])).split("\n\n"):
        assert line in email.text
        assert line in re.sub(r"<[^>]+>", "", email.html)


def test_content_of_a_message_gives_the_letter_back():
    letter = make(email="aoife@example.com", reasons=["not_signed", "no_email"])
    back = ReturnLetter.from_json(letter.as_json(), MESSAGE)
    assert return_letter(back) == return_letter(letter)
    assert back.email == "aoife@example.com"
    assert "Aoife" not in repr(letter)
