"""What looks as if it belonged to a person is told from what people look up."""

import pytest

from registry.queries.guidance_personal import may_identify
from tests.factories.numbers import make_nhs_number

NUMBER = make_nhs_number(1)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER.digits,
        NUMBER.spaced,
        NUMBER.digits[:9],
        "patient " + "-".join(NUMBER.digits),
        " . ".join(NUMBER.digits),
        NUMBER.spaced.replace(" ", "\u00a0"),
        "".join(chr(0xFF10 + int(digit)) for digit in NUMBER.digits),
        "07700 900123",
        "+44 (0)7700 900 123",
        "my name asha@example.com please",
        "asha at LS1 9TZ",
        "sw1a1aa",
        "m11ae",
        "QQ 12 34 56 C",
    ],
)
def test_T33_what_may_identify_somebody_is_seen(text):
    assert may_identify(text)


@pytest.mark.parametrize(
    "text",
    ["", "child 14", "no phone", "type 2", "section 251", "s251", "dcb3058", "DCB 3058", "7 days", "A4 poster", "a3",
     "GDPR 2018", "31 July 2022", "regulation 5", "21 days 14 days", "X26", "A81001", "copi 2002", "999", "step 2 of 5",
     "SPINE_NTT_UPHOLDING", "12345-C", "who @ reception", "13 or over", "type 1 2 opt out"],
)  # fmt: skip
def test_T33_what_people_look_up_is_not_taken_for_it(text):
    assert not may_identify(text)


def test_T36_a_very_long_text_is_judged_at_once():
    assert not may_identify("1-a" * 30_000)
