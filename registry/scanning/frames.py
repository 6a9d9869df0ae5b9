"""What the child says to its parent: lines of JSON, each followed by as many bytes as it announces.

The parent believes nothing: a line or a picture that is too long, or that it did not expect, ends the conversation.
"""

import json
from dataclasses import dataclass
from typing import IO, Any

LONGEST_LINE = 4096
LARGEST_PICTURE = 8 * 1024 * 1024
JPEG_START = b"\xff\xd8\xff"


class BrokenConversation(Exception):
    """The child said something that it never should, or went away in the middle."""


@dataclass(frozen=True, repr=False)
class Picture:
    """One page, as a JPEG that we encoded; `codes` are the texts of the bar codes on it."""

    data: bytes
    width: int
    height: int
    codes: tuple[str, ...]


def write_picture(out: IO[bytes], picture: Picture) -> None:
    """Say: here is a page."""
    said = {"size": len(picture.data), "width": picture.width, "height": picture.height, "codes": picture.codes}
    _write(out, said)
    out.write(picture.data)
    out.flush()


def write_end(out: IO[bytes], problem: str) -> None:
    """Say: that was all; or with a problem: nothing of this is to be used."""
    _write(out, {"problem": problem})
    out.flush()


def read_next(source: IO[bytes]) -> Picture | str:
    """Return the next page, or at the end the problem, which is empty if there was none. Raises BrokenConversation."""
    said = _read_line(source)
    if "problem" in said:
        return str(said["problem"])
    try:
        size, width, height = int(said["size"]), int(said["width"]), int(said["height"])
        codes = tuple(str(code) for code in said["codes"])
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenConversation("not a picture's line") from error
    if not 0 < size <= LARGEST_PICTURE or min(width, height) < 1:
        raise BrokenConversation("not a picture's size")
    data = source.read(size)
    if len(data) != size or not data.startswith(JPEG_START):
        raise BrokenConversation("not a picture")
    return Picture(data, width, height, codes)


def _write(out: IO[bytes], said: dict[str, Any]) -> None:
    out.write(json.dumps(said).encode() + b"\n")


def _read_line(source: IO[bytes]) -> dict[str, Any]:
    line = source.readline(LONGEST_LINE)
    try:
        said = json.loads(line)
    except ValueError as error:
        raise BrokenConversation("not a line") from error
    if not isinstance(said, dict):
        raise BrokenConversation("not a line")
    return said
