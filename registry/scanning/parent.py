"""Starts the child and takes its pictures, one at a time, so that nothing of a bomb ever reaches this process."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.scanning import frames
from registry.scanning.problems import TOO_DEMANDING, Refused

ROOT = Path(__file__).resolve().parents[2]
# No environment, no user's packages, nothing written: the child finds our code by its working folder alone.
COMMAND = (sys.executable, "-E", "-s", "-B", "-m", "registry.scanning.child")
SECONDS = 25.0


def pictures(data: bytes, kind: str, *, most_pages: int, most_pixels: int) -> Iterator[frames.Picture]:
    """Yield a picture of each page. Raises Refused, at any page: then nothing of the file may be used."""
    with _child(kind, most_pages, most_pixels) as process:
        assert process.stdin
        assert process.stdout
        _give(process, data)
        try:
            for _ in range(most_pages + 1):
                said = frames.read_next(process.stdout)
                if isinstance(said, str):
                    break
                yield said
            else:
                raise Refused(TOO_DEMANDING)
        except frames.BrokenConversation as error:
            # It was killed: by its own limits, by the clock, or by a fault in a reader that the file made use of.
            raise Refused(TOO_DEMANDING) from error
        if said:
            raise Refused(said)


def _give(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    assert process.stdin
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError as error:
        raise Refused(TOO_DEMANDING) from error


@contextmanager
def _child(kind: str, most_pages: int, most_pixels: int) -> Iterator["subprocess.Popen[bytes]"]:
    command = [*COMMAND, kind, str(most_pages), str(most_pixels)]
    nothing = subprocess.DEVNULL  # what readers complain of may quote the file
    process = subprocess.Popen(  # noqa: S603 - a fixed command without a shell
        command, cwd=ROOT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=nothing
    )
    clock = threading.Timer(SECONDS, process.kill)
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        process.kill()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        process.wait()


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]  # both are pipes
    except BrokenPipeError:  # what was not yet written is of no interest to a dead child
        return


def _environment() -> dict[str, str]:
    """Only what a machine may need to find Python's own libraries."""
    return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
