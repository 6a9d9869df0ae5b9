"""clamd, asked over TCP. It fails closed: unless it plainly says that a file is clean, the file is not clean.

Source: the INSTREAM command in clamd(8). clamd's StreamMaxLength must be above SCAN_MAX_BYTES, and AlertExceedsMax
must be on, or it says OK to what it did not look at.
"""

import socket
import struct
import time

from django.conf import settings

CHUNK = 64 * 1024
CONNECT_SECONDS = 3.0
SECONDS = 20.0
LONGEST_ANSWER = 4096


class VirusFound(Exception):
    """The scanner refuses this file."""


class ScannerUnavailable(Exception):
    """The scanner did not say. The file must wait."""


def check(data: bytes) -> None:
    """Return if the scanner says that this is clean, or if there is none. Raises VirusFound, ScannerUnavailable."""
    if not settings.VIRUS_SCANNER:
        return
    try:
        answer = _ask(data)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(type(error).__name__) from error
    if answer.endswith(" FOUND"):
        raise VirusFound("the scanner refuses this file")
    if answer != "stream: OK":
        raise ScannerUnavailable("the scanner gave no answer that we know")


def _ask(data: bytes) -> str:
    host, _, port = settings.VIRUS_SCANNER.rpartition(":")
    end = time.monotonic() + SECONDS
    with socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS) as link:
        link.settimeout(SECONDS)
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            link.sendall(struct.pack(">L", len(chunk)) + chunk)
            _refuse_to_wait_longer(link, end)
        link.sendall(struct.pack(">L", 0))
        return _answer(link, end)


def _answer(link: socket.socket, end: float) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        _refuse_to_wait_longer(link, end)
        part = link.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode("ascii", "replace")


def _refuse_to_wait_longer(link: socket.socket, end: float) -> None:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    link.settimeout(left)
