import io

from registry.sample_list import EXPECTED, SAMPLE, sample_list, sample_result
from registry.upholding import Layout, TestNumbers, TestNumberSet, filter_lines


def checked(data):
    result = io.BytesIO()
    layout = Layout(test_numbers=TestNumbers.ONLY)
    return filter_lines(io.BytesIO(data), result, numbers=TestNumberSet(), layout=layout), result.getvalue()


def test_sample_has_every_class_and_comes_out_as_it_says():
    counts, result = checked(sample_list())
    assert {name: getattr(counts, name) for name in EXPECTED} == EXPECTED
    assert result == sample_result()
    assert set(EXPECTED) == {"kept", "removed", "superseded", "duplicates", "invalid"}
    assert counts.lines == len(SAMPLE)


def test_sample_has_numbers_enough_for_a_check(settings):
    counts, _ = checked(sample_list())
    assert counts.distinct >= settings.FEWEST_NUMBERS
