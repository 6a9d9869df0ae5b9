"""Starting servers so that none outlives the process that started it, and clearing up after a killed run."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil


class ServerFailed(Exception):
    """A server did not start; the message ends with the last lines of its log."""


def tied_to_parent(command: Sequence[str], *, at_end: signal.Signals) -> list[str]:
    """Return the command wrapped so that Linux sends `at_end` to it when the thread that started it ends.

    Without it a `kill -9` of the supervisor or of a test run would leave servers behind. Where `setpriv` is
    missing the command is returned unchanged, and the next start clears up instead.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return list(command)
    return [setpriv, "--pdeathsig", at_end.name.removeprefix("SIG"), "--", *command]


def end(process: subprocess.Popen[bytes], *, by: signal.Signals, within: float) -> None:
    """Ask a child process to end, and kill it when it has not done so within that many seconds."""
    if process.poll() is not None:
        return
    process.send_signal(by)
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        kill_tree(process.pid)
        process.wait()


def kill_tree(pid: int) -> None:
    """Kill a process and everything it started with SIGKILL, and wait until all of it has gone."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    _wait_until_gone(family, within=10)


def _wait_until_gone(processes: Sequence[psutil.Process], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while any(_lives(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _lives(process: psutil.Process) -> bool:
    # A zombie holds nothing any more; it only waits for its parent to look.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end_leftover(pid_file: Path, *, names: Sequence[str], folder: Path, by: signal.Signals) -> None:
    """End the server that an earlier, killed run left behind, and remove its pid file.

    The number in the file may have been given to another process since, so the process must carry one of the
    names and stand in the server's own folder before it is touched.
    """
    leftover = _leftover(pid_file, names, folder)
    if leftover is not None:
        leftover.send_signal(by)
        if not _wait_until_gone([leftover], within=20):
            kill_tree(leftover.pid)
    pid_file.unlink(missing_ok=True)


def _leftover(pid_file: Path, names: Sequence[str], folder: Path) -> psutil.Process | None:
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        is_ours = process.name() in names and Path(process.cwd()) == folder.resolve()
    except (OSError, ValueError, IndexError, psutil.Error):
        return None  # no file, a half-written one, or nobody there
    return process if is_ours else None


def make_private(folder: Path, owner: int | None = None) -> None:
    """Create a folder that only its owner can enter; refuse one that somebody else put there first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = folder.lstat()
    if status.st_uid not in {os.geteuid(), owner} or folder.is_symlink():
        raise ServerFailed(f"{folder} belongs to somebody else; remove it and start again")
    folder.chmod(0o700)
    if owner is not None:
        os.chown(folder, owner, -1)


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, for an error message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def wait_until_ready(process: subprocess.Popen[bytes], ready: Callable[[], bool], *, within: float) -> bool:
    """Ask every 20 ms whether a server is ready; False once its process has ended or the seconds are over."""
    deadline = time.monotonic() + within
    while process.poll() is None and time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.02)
    return False
