from tests.architecture.assurance import CARRIED, PAGE, evidence, groups, normal, page


def known():
    return [identifier for group in groups().values() for identifier in group if identifier != "title"]


def test_assurance_page_is_what_the_tests_say():
    assert PAGE.read_text() == page(), "run: python -m tests.architecture.assurance"


def test_assurance_every_id_that_a_test_carries_is_known():
    assert set(evidence()) <= set(known())


def test_assurance_lists_the_whole_bar():
    expected = {"T": 42, "F": 40, "I": 13, "A": 23, "P": 8, "H": 10}
    assert {letter: sum(name[0] == letter for name in known()) for letter in expected} == expected
    assert len(known()) == len(set(known()))


def test_assurance_reads_ids_out_of_names():
    assert CARRIED.match("test_T07_T08_x")[1] == "_T07_T08"
    assert not CARRIED.match("test_Text_is_read")
    assert [normal(name) for name in ("I02", "I12", "T7")] == ["I2", "I12", "T07"]
