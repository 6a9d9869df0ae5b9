"""With a second process: the same answer as alone for every list, and no answer at all where either process fails."""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.upholding import AnswerUnknown, HelperLost, Layout, OptedOutSet, Report, Unreadable, engine, filter_lines
from registry.upholding import reading as engine_reading
from tests.support.upholding import plain_files
from tests.support.upholding.files import NUMBERS
from tests.support.waiting import wait_until
from tests.unit.upholding.test_cutting import WHOLE

LINES = b"9990000018,\n9990000026,\n" * 400
FORKED = settings(deadline=None, max_examples=40)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(engine, "BLOCK", 200)
    monkeypatch.setattr(engine_reading, "ALONE", 1)
    yield
    assert multiprocessing.active_children() == [], "the helper was left behind"


def answer(data, processes, layout=Layout()):  # noqa: B008  # a frozen value
    """All that a check gives: result, report, counts, and the lines of the result; the reason where it is refused."""
    result, report, places = io.BytesIO(), io.StringIO(newline=""), []
    try:
        counts = filter_lines(
            io.BytesIO(data),
            result,
            numbers=NUMBERS,
            layout=layout,
            report=Report(report),
            written=lambda numbers, lengths: places.extend(zip(numbers.tolist(), lengths.tolist(), strict=True)),
            processes=processes,
        )
    except Unreadable as error:
        return error.reason, result.getvalue()
    return result.getvalue(), report.getvalue(), counts, places


@given(data=WHOLE, block=st.sampled_from([13, 24, 40, 100]))
@example(data=b"\xef\xbb\xbfNHS\n" + b"9990000018\r\nNHS\n1\n" * 9, block=40)
@example(data=b"9990000018\n" * 20 + b"\0", block=40)
@FORKED
def test_any_list_gets_the_answer_that_one_process_gives(data, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", block)
        patch.setattr(engine_reading, "ALONE", 1)
        assert answer(data, 2) == answer(data, 1)


def test_F24_odd_files_get_the_same_answers_from_two_processes(monkeypatch):
    monkeypatch.setattr(engine, "BLOCK", 29)
    files = [file for file in plain_files.FILES if 29 < len(file.data) < 10_000]
    assert len(files) > 50
    for file in files[::5]:
        assert answer(file.data, 2, file.layout) == answer(file.data, 1, file.layout), file.name


def test_line_refused_by_the_second_process_is_refused_before_what_comes_after_it():
    long = b"9990000018\n" * 40 + b"9" * 70_000 + b"\n" + b"9990000018\n" * 40 + b"\0"
    assert answer(long, 2) == answer(long, 1)
    assert answer(long, 2)[0] == "line_too_long"


def check(source=None, numbers=NUMBERS, result=None):
    return filter_lines(source or io.BytesIO(LINES), result or io.BytesIO(), numbers=numbers, processes=2)


class Disturbed(io.BytesIO):
    """Sends the second process a signal when half of the list was read."""

    def __init__(self, sign):
        super().__init__(LINES)
        self.sign, self.sent = sign, False

    def read(self, size=-1):
        if not self.sent and self.tell() > len(LINES) // 2:
            self.sent = True
            [child] = multiprocessing.active_children()
            os.kill(child.pid, self.sign)
            if self.sign == signal.SIGKILL:
                child.join()
        return super().read(size)


def test_T30_second_process_that_is_killed_ends_the_check_without_an_answer():
    with pytest.raises(HelperLost):
        check(Disturbed(signal.SIGKILL))


def test_signal_to_end_that_reaches_both_leaves_it_to_the_first_process():
    source = Disturbed(signal.SIGTERM)
    assert check(source).lines == 800
    assert source.sent


def here_and_there(there):
    """A set that answers well in this process, and otherwise in the other."""
    here = os.getpid()

    class Answers:
        def opted_out(self, asked):
            return NUMBERS.opted_out(asked) if os.getpid() == here else there(asked)

        def superseded(self, asked):
            return NUMBERS.superseded(asked)

    return Answers()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (lambda _: None, AnswerUnknown),
        (lambda asked: np.zeros(asked.size - 1, np.bool_), AnswerUnknown),
        (lambda _: 1 / 0, ZeroDivisionError),
        (lambda _: os._exit(0), HelperLost),
    ],
)
def test_T30_set_that_fails_in_the_second_process_releases_nothing_after_it(said, error):
    result = io.BytesIO()
    with pytest.raises(error):
        check(numbers=here_and_there(said), result=result)
    assert b"9990000026" not in result.getvalue()
    assert len(result.getvalue()) < 200


class Full(io.BytesIO):
    def write(self, content):
        if self.tell() > 500:
            raise OSError("full")
        return super().write(content)


def test_T30_result_that_cannot_be_written_ends_both_processes():
    with pytest.raises(OSError, match="full"):
        check(result=Full())


class Broken(io.BytesIO):
    def read(self, size=-1):
        if self.tell() > 1000:
            raise OSError("torn")
        return super().read(size)


def test_T30_list_that_cannot_be_read_on_ends_both_processes():
    with pytest.raises(OSError, match="torn"):
        check(Broken(LINES))


def test_short_list_and_table_need_no_second_process(monkeypatch):
    monkeypatch.setattr(engine_reading, "ALONE", 8)
    monkeypatch.setattr(engine_reading, "shared", None)
    assert filter_lines(io.BytesIO(LINES[:120]), io.BytesIO(), numbers=NUMBERS, processes=2).lines == 10
    table = b"NHS\n" + LINES.replace(b",", b"")
    assert filter_lines(io.BytesIO(table), io.BytesIO(), numbers=NUMBERS, layout=Layout("NHS"), processes=2).lines > 800


ENDLESS = """
import multiprocessing, sys
from registry.upholding import OptedOutSet, filter_lines
class Endless:
    told, at, text = False, 0, b"9990000018,\\n" * 60_000
    def read(self, size):
        for child in [] if self.told else multiprocessing.active_children():
            self.told = True
            print(child.pid, flush=True)
        start, self.at = self.at % 12, self.at + size
        return self.text[start : start + size]
class Nowhere:
    def write(self, content): return len(content)
filter_lines(Endless(), Nowhere(), numbers=OptedOutSet.of(), processes=2)
"""


def test_second_process_ends_when_the_first_is_killed():
    first = subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True)
    try:
        second = int(first.stdout.readline())
    finally:
        first.kill()
        first.wait()
        first.stdout.close()
    wait_until(lambda: not is_running(second))


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_set_is_shared_and_never_changed_by_the_second_process():
    held = OptedOutSet.of(range(400_000_000, 400_100_000))
    assert check(numbers=held).removed == 0
    assert held.opted_out(np.array([400_000_000], np.uint32)).all()
