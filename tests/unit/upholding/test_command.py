"""The engine by itself, from files and on pipes."""

import subprocess
import sys

from tests.support.upholding.files import NUMBERS

LIST = b"Name,NHS\nAda,9990000018\nBen,9990000026\nCat,1\n"
ANSWER = b"Name,NHS\nAda,9990000018\n"


def command(*arguments, given=b""):
    words = [sys.executable, "-m", "registry.upholding", *map(str, arguments)]
    return subprocess.run(words, input=given, capture_output=True, check=False, timeout=60)


def saved_set(folder):
    with (folder / "set").open("wb") as file:
        NUMBERS.save(file)
    return folder / "set"


def test_files_are_checked(tmp_path):
    (tmp_path / "in").write_bytes(LIST)
    names = (tmp_path / "in", tmp_path / "out", "--set", saved_set(tmp_path))
    done = command(*names, "--column", "nhs", "--report", tmp_path / "report")

    assert (done.returncode, (tmp_path / "out").read_bytes()) == (0, ANSWER)
    assert b"lines=4 headers=1 kept=1 removed=1 invalid=1" in done.stderr
    assert (tmp_path / "report").read_bytes() == b"line,class,reason,value\r\n4,invalid,too_short,1\r\n"


def test_pipes_are_checked(tmp_path):
    done = command("-", "-", "--set", saved_set(tmp_path), "--column", "NHS", given=LIST)

    assert (done.returncode, done.stdout) == (0, ANSWER)
