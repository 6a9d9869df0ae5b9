"""A progress bar where somebody watches, and nowhere else."""

import io

import pytest

from registry.management import terminal
from registry.management.terminal import ProgressBar, write_out


class Screen(io.StringIO):
    def isatty(self):
        return True


def drawn(screen, *, total=100, is_quiet=False):
    bar = ProgressBar(screen, total=total, is_quiet=is_quiet)
    bar.show(50, 1234)
    bar.show(51, 1235)  # too soon to be drawn
    return screen.getvalue()


def test_bar_shows_share_and_lines():
    assert drawn(Screen()) == "\r[###############               ]  50% 1,234 lines "


def test_bar_of_a_pipe_shows_lines_alone():
    assert drawn(Screen(), total=0) == "\r1,234 lines "


def test_bar_is_silent_where_nobody_watches():
    assert drawn(io.StringIO()) == drawn(Screen(), is_quiet=True) == ""


def test_output_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "out.csv"
    target.write_bytes(b"before")

    def cut_off(source, file, _size):
        file.write(b"half")
        raise OSError("the disk is full")

    monkeypatch.setattr(terminal.shutil, "copyfileobj", cut_off)
    with pytest.raises(OSError, match="full"):
        write_out(io.BytesIO(b"all of it"), str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert target.read_bytes() == b"before"
