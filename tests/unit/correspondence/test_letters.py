import os
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from registry.correspondence import CannotCompose, confirmation_letter
from registry.correspondence.printable import can_be_printed, one_line
from tests.support import pdfs

LONG_ADDRESS = (
    "Flat 12B, Second Floor",
    "The Old Grammar School House",
    "142 Saint Bartholomew's Street",
    "Upper Heyford Industrial Estate",
    "Stratton-on-the-Fosse",
    "Kingston upon Hull",
    "HU12 8QQ",
)
LONG_NAME = "Dr Maximiliana Featherstonehaugh-Cholmondeley"
# The block GOV.UK Notify reads the address from, in millimetres; a DL window shows it.
WINDOW = {"left": 24.6, "right": 120.0, "top": 39.5, "bottom": 66.3}


def in_window(piece):
    page, x, y, _, _ = piece
    return page == 1 and WINDOW["left"] - 0.1 <= x < WINDOW["right"] and WINDOW["top"] <= y <= WINDOW["bottom"]


def test_letter_says_all_it_must(make):
    said = pdfs.text(confirmation_letter(make(decided_on=date(2026, 11, 3), by_proxy=True)))
    for words in (
        "Chosen for you: No, do not allow",
        "Someone who may act for you made this choice.",
        "The choice was made on 3 November 2026.",
        "We saved it on 22 November 2026.",
        "It can take up to 21 days",
        "by 13 December 2026",
        "You can change this choice at any time. Go to http",
        "0300 303 5678",
        "If you did not ask for this",
        "What this choice covers",
        "What it does not cover",
        "Your own care is not affected",
        "Type 1 opt-outs",
        "screening and the cancer register",
        "Reference: K7M2-9QXR-4T",
        "PO Box 884",
    ):
        assert words in said


def test_letter_says_the_choice_first(confirmation):
    """Nothing but addresses, date, reference and the greeting stands above the choice."""
    said = pdfs.pages(confirmation_letter(confirmation))[0]
    lines = [line.strip() for line in said.splitlines()]
    greeting = lines.index("Dear Aoife Byrne")
    assert lines[greeting + 1].startswith("You chose: ")


def test_letter_is_one_page_of_a4(make):
    for changes in ({}, {"name": LONG_NAME, "address_lines": LONG_ADDRESS, "by_proxy": True}):
        letter = confirmation_letter(make(decided_on=date(2026, 9, 30), **changes))
        assert len(pdfs.pages(letter)) == 1
        assert pdfs.page_size(letter) == pytest.approx((210, 297), abs=0.1)


def test_letter_holds_no_ten_digit_run(confirmation):
    said = pdfs.text(confirmation_letter(confirmation))
    assert not re.search(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)", said)


def test_letter_is_the_same_bytes_for_the_same_choice(confirmation):
    assert confirmation_letter(confirmation) == confirmation_letter(confirmation)


@pytest.mark.parametrize("format_needs", ["", "large_print"])
@pytest.mark.parametrize("lines", [LONG_ADDRESS, ("1 A Street", "LS1 1AA")])
def test_letter_address_stands_in_the_window_alone(make, format_needs, lines):
    letter = confirmation_letter(make(name=LONG_NAME, address_lines=lines, format_needs=format_needs))
    shown = [piece for piece in pdfs.pieces(letter) if in_window(piece)]
    words = " ".join(piece[4].strip() for piece in shown)
    assert words.startswith(LONG_NAME)
    assert words.endswith(lines[-1])
    assert all(line in words for line in lines)
    assert len({round(piece[2], 1) for piece in shown}) <= 7
    assert min(piece[3] for piece in shown) >= 8
    assert min(y - pdfs.mm(0.75 * size) for _, _, y, size, _ in shown) >= WINDOW["top"]


def test_letter_body_and_sender_keep_clear_of_the_window(make):
    for piece in pdfs.pieces(confirmation_letter(make(format_needs="large_print"))):
        page, x, y, _, _ = piece
        assert in_window(piece) or page > 1 or y >= 95 or (y >= 5 and x >= 125)
        assert 15 <= x <= 195
        assert y <= 292


def test_A21_letter_carries_the_marks_of_pdf_ua(confirmation):
    marks = pdfs.accessibility_marks(confirmation_letter(confirmation))
    assert marks == {
        "tagged": True,
        "suspect": False,
        "language": "en-GB",
        "title": "Your national data opt-out choice",
        "shows_title": True,
        "pdf_ua_part": "1",
        "has_structure": True,
        "tab_order_follows_structure": True,
    }


def test_A21_letter_embeds_every_font_with_its_text(make):
    fonts = pdfs.fonts(confirmation_letter(make(name="Zoë Ελένη محمد")))
    assert any("SourceSansPro" in name for name, _, _ in fonts)
    assert all(embedded and readable for _, embedded, readable in fonts)


def test_A21_letter_reads_in_order(confirmation):
    letter = confirmation_letter(confirmation)
    said = pdfs.text(letter)
    order = ["PO Box 884", "12 Mill Lane", "22 November 2026", "Dear Aoife", "You chose:", "research and planning.",
             "When this choice starts", "If you change your mind", "If you did not ask", "What this choice covers",
             "What it does not cover", "Other opt-outs"]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    roles = pdfs.roles(letter)
    assert [role for role in roles if role in {"H1", "H2", "L"}] == ["H1", "H2", "H2", "H2", "H2", "H2", "L", "H2"]
    assert roles.index("P") < roles.index("H1")
    assert roles.count("LI") == 3


def test_A21_large_print_is_eighteen_point_outside_the_window(make):
    letter = confirmation_letter(make(format_needs="large_print"))
    outside = [piece for piece in pdfs.pieces(letter) if not in_window(piece)]
    assert outside
    assert min(piece[3] for piece in outside) >= 18 - 0.01
    standard = pdfs.pieces(confirmation_letter(make()))
    assert max(piece[3] for piece in standard if piece[4].startswith("Your own care")) == pytest.approx(12, abs=0.01)


def test_A21_large_print_repeats_nothing_and_loses_nothing(make):
    large = pdfs.text(confirmation_letter(make(format_needs="large_print")))
    standard = pdfs.text(confirmation_letter(make()))
    without_footers = re.compile(r"K7M2-9QXR-4T Page \d of \d")
    assert without_footers.sub("", large).split() == without_footers.sub("", standard).split()


@pytest.mark.parametrize(
    "name",
    [
        '#panic() #import "x" #sys.inputs',
        "$x^2$ *bold* _it_ `raw` ```code``` <label> @ref",
        "\\u{41} \\ // comment /* gone */ -- --- ... ~",
        "[content] {code} = Heading - list + enum / term: 1.",
        "O'Brien \"Quoted\" O’Neill",
        '{"status": "allowed"}',
        "http://example.com a@example.com",
    ],
)  # fmt: skip
def test_hostile_name_is_printed_letter_by_letter(make, name):
    said = pdfs.text(confirmation_letter(make(name=name)))
    assert f"Dear {name} You chose: No, do not allow" in said


def test_hostile_address_is_printed_letter_by_letter(make):
    said = pdfs.text(confirmation_letter(make(address_lines=("#1 *Mill* $Lane$", "Leeds [North]", "LS1 1AA"))))
    assert "#1 *Mill* $Lane$ Leeds [North] LS1 1AA" in said


@pytest.mark.parametrize("breaker", ["\x00", "\u202e", "\n", "\x1b", "\ud800", "\u2066"])
def test_letter_drops_what_cannot_be_seen(make, breaker):
    said = pdfs.text(
        confirmation_letter(make(name=f"Aoife {breaker}Byrne", address_lines=(breaker, f"1{breaker} A", "B")))
    )
    assert "Aoife Byrne" in said
    assert breaker not in said.replace("\n", " ") or breaker == "\n"


@pytest.mark.parametrize(
    "name", ["Zoë Łukaszewicz", "Nguyễn Thị Hồng", "Ελένη Παπά", "Иван Ђорђевић", "გიორგი", "Արմեն"]
)
def test_letter_prints_the_scripts_its_fonts_hold(make, name):
    assert f"Dear {name}" in pdfs.text(confirmation_letter(make(name=name)))


@pytest.mark.parametrize("name", ["محمد", "דוד"])
def test_letter_prints_right_to_left_scripts(make, name):
    assert name in pdfs.text(confirmation_letter(make(name=name)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "张伟"}, "characters"),
        ({"name": "नरेन्द्र"}, "characters"),
        ({"name": "Aoife \ue000"}, "characters"),
        ({"name": "Aoife 😀"}, "characters"),
        ({"address_lines": ("1 Mill Lane", "小路", "LS1 1AA")}, "characters"),
        ({"name": "\x00 \u202e"}, "no_name"),
        ({"address_lines": ("", " ")}, "no_address"),
        ({"address_lines": ()}, "no_address"),
        ({"name": "A" * 100}, "name_too_long"),
        ({"address_lines": ("x" * 500, "LS1 1AA")}, "address_too_long"),
        ({"address_lines": ("many words " * 60, "LS1 1AA")}, "address_too_long"),
    ],
)
def test_letter_that_cannot_be_right_is_refused_without_quoting_it(make, changes, reason):
    with pytest.raises(CannotCompose) as refused:
        confirmation_letter(make(**changes))
    assert refused.value.reason == str(refused.value) == reason
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_name_too_wide_for_the_page_is_refused(make):
    """It fits the window in small type and would run over the edge in 18 point."""
    with pytest.raises(CannotCompose, match="name_too_long"):
        confirmation_letter(make(name="M" * 38, format_needs="large_print"))


def test_letter_in_a_forked_process_is_refused_and_does_not_hang(make, monkeypatch):
    confirmation_letter(make())
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(RuntimeError, match="forked"):
        confirmation_letter(make())


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(alphabet=st.characters(max_codepoint=0x24F) | st.characters(), max_size=30))
def test_any_name_is_printed_or_refused_by_name(make, name):
    line = one_line(name)
    try:
        said = pdfs.text(confirmation_letter(make(name=name)))
    except CannotCompose as refused:
        reason = refused.reason
    else:
        reason = "printed" if "You chose: No, do not allow" in said else "garbled"
    expected = {"printed", "characters"} if can_be_printed(line) else {"characters"}
    assert reason in (expected if line else {"no_name"})
