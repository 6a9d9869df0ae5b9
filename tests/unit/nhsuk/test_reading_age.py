import pytest

from ndop.nhsuk.reading_age import grade, reading_age, syllables


@pytest.mark.parametrize(
    ("word", "expected"),
    [("care", 1), ("information", 4), ("the", 1), ("people", 2), ("saved", 1), ("wanted", 2), ("phone", 1),
     ("studies", 2), ("diseases", 3), ("opt-out", 2), ("table", 2)],
)  # fmt: skip
def test_syllables_of_common_words(word, expected):
    assert syllables(word) == expected


def test_grade_follows_the_published_formula():
    # Six words, one sentence, six syllables.
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_reading_age_tells_hard_from_easy():
    hard = "Notwithstanding the aforementioned provisions, organisational dissemination necessitates authorisation."
    assert reading_age(hard) > 18
    assert reading_age("We saved your choice. You can change it.") < 9


def test_grade_without_words_is_refused():
    with pytest.raises(ValueError, match="no words"):
        grade("1234")
