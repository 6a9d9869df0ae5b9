"""F24: malformed and odd files, each with its exact result, report and counts."""

import pytest

from registry.upholding import engine
from tests.support.upholding import csv_files, plain_files
from tests.support.upholding.running import Trickle, run

FILES = [*plain_files.FILES, *csv_files.FILES]


def answer(file):
    return file.refused or (file.result, file.report, file.counts)


def test_F24_there_are_two_hundred_files_and_each_has_a_name_of_its_own():
    assert len({file.name for file in FILES}) == len(FILES) >= 200


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_F24_odd_file_gets_its_exact_answer(file):
    assert run(file.data, layout=file.layout) == answer(file)


def test_F24_odd_files_get_the_same_answers_in_small_blocks(monkeypatch):
    for file in FILES:
        monkeypatch.setattr(engine, "BLOCK", 29 if len(file.data) < 1000 else 9973)
        assert run(file.data, layout=file.layout, source=Trickle(file.data, 7919)) == answer(file), file.name


def test_F24_lines_in_are_lines_out_by_class():
    classes = ("headers", "kept", "removed", "invalid", "duplicates", "superseded")
    for file in FILES:
        counts = dict(file.counts)
        assert counts.get("lines", 0) == sum(counts.get(name, 0) for name in classes)
