"""The ends of the engine's pipe: a source that knows its hash, a result that goes nowhere, a report as text."""

import hashlib
import io
from typing import BinaryIO, cast

BLOCK = 1024 * 1024


class Hashed(io.RawIOBase, BinaryIO):
    """Reads a file once from beginning to end, and knows the SHA-256 and size of what was read."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = cast("io.BufferedReader", source)
        self._hash = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands over a memoryview or bytearray
        """Read on; 0 is the end."""
        view = memoryview(buffer).cast("B")
        count = self._source.readinto(view)
        self._hash.update(view[:count])
        self.size += count
        return count

    @property
    def sha256(self) -> str:
        """The hash of what was read so far, in hex."""
        return self._hash.hexdigest()

    def drain(self) -> None:
        """Read to the end."""
        while self.read(BLOCK):
            pass


class Nowhere(io.RawIOBase, BinaryIO):
    """Takes everything and keeps nothing."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # all that the engine has
        """Count it as written."""
        return len(data)


class AsText(io.TextIOBase):
    """Writes text as UTF-8 to a file of bytes; holds nothing back and leaves the file open."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def write(self, text: str) -> int:
        """Write it all."""
        self._file.write(text.encode())
        return len(text)
