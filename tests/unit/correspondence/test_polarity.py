"""The classic bug: yes and no swapped. Each channel must say one and never the other."""

import pytest

from registry.correspondence import confirmation_email, confirmation_letter, confirmation_text
from registry.correspondence.wording import CHOICES, choice_words
from tests.support import pdfs

SAYS = {
    "opted_out": ("No, do not allow", "must not be used for research and planning"),
    "allowed": ("Yes, allow", "can be used for research and planning"),
}
OPPOSITE = {"opted_out": "allowed", "allowed": "opted_out"}
CHANNELS = {
    "text": lambda c: confirmation_text(c).text,
    "email as text": lambda c: confirmation_email(c).text,
    "email as HTML": lambda c: confirmation_email(c).html,
    "letter": lambda c: pdfs.text(confirmation_letter(c)),
}


@pytest.mark.parametrize("by_proxy", [False, True])
@pytest.mark.parametrize("status", SAYS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_polarity_each_channel_says_the_choice_and_never_its_opposite(make, channel, status, by_proxy):
    said = CHANNELS[channel](make(status=status, by_proxy=by_proxy))
    answer, meaning = SAYS[status]
    assert answer in said
    assert meaning in said or channel == "text"
    for opposite in SAYS[OPPOSITE[status]]:
        assert opposite not in said


@pytest.mark.parametrize("status", SAYS)
def test_polarity_large_print_says_the_same(make, status):
    said = pdfs.text(confirmation_letter(make(status=status, format_needs="large_print")))
    assert all(words in said for words in SAYS[status])
    assert not any(words in said for words in SAYS[OPPOSITE[status]])


def test_polarity_mapping_is_closed_and_cannot_be_changed():
    assert set(CHOICES) == set(SAYS)
    with pytest.raises(TypeError):
        CHOICES["allowed"] = CHOICES["opted_out"]


@pytest.mark.parametrize("status", ["", "active", "inactive", "OPTED_OUT", "none", None])
@pytest.mark.parametrize("compose", [confirmation_text, confirmation_email, confirmation_letter])
def test_polarity_unknown_status_is_refused(make, compose, status):
    with pytest.raises(ValueError, match="no wording"):
        compose(make(status=status))


def test_polarity_words_are_the_ones_on_the_page():
    assert choice_words("opted_out").answer == "No, do not allow"
    assert choice_words("allowed").answer == "Yes, allow"
