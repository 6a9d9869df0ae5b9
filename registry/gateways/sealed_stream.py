"""Long files under AES-256-GCM, in frames, so that memory stays flat and each frame is proved before it is given out.

Header: `NDOPSEAL1`, length and name of the key, 16 random bytes. Then frames of 1 MiB of plain bytes and their tag;
only the last may be shorter. The nonce of a frame is its number and whether it is the last one, so that frames cannot
change places, go missing or be added (source: STREAM, by Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The key is
derived for this one file from the named key, the random bytes, the owner and the file's name.
"""

import io
import os
import secrets
import uuid
from base64 import b64decode
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from registry.encryption import CannotDecrypt

MAGIC = b"NDOPSEAL1"
SALT_BYTES = 16
KEY_BYTES = 32
FRAME = 1024 * 1024
TAG = 16
SEALED_FRAME = FRAME + TAG
LONGEST_HEADER = len(MAGIC) + 1 + 255 + SALT_BYTES


class Sealer:
    """Writes one file to an open descriptor. Raises OSError, as the disk does."""

    def __init__(self, descriptor: int, *, owner: uuid.UUID, name: uuid.UUID) -> None:
        identifier, master = settings.FIELD_ENCRYPTION_KEYS[0]
        salt = secrets.token_bytes(SALT_BYTES)
        self._descriptor = descriptor
        self._header = MAGIC + bytes([len(identifier.encode())]) + identifier.encode() + salt
        self._cipher = _cipher(master, salt, owner, name)
        self._frames = 0
        self._pending = bytearray()
        self._sealed = memoryview(bytearray(SEALED_FRAME))
        _write(descriptor, memoryview(self._header))

    def write(self, data: memoryview) -> None:
        """Take plain bytes. The newest frame is held back, since it may turn out to be the last."""
        while len(self._pending) + len(data) > FRAME:
            room = FRAME - len(self._pending)
            if self._pending:
                self._pending += data[:room]
                self._put_frame(memoryview(bytes(self._pending)), is_last=False)
                self._pending.clear()
            else:
                self._put_frame(data[:room], is_last=False)
            data = data[room:]
        self._pending += data

    def end(self) -> None:
        """Write the last frame."""
        self._put_frame(memoryview(bytes(self._pending)), is_last=True)

    def finish(self) -> None:
        """Write the last frame and bring everything to the disk."""
        self.end()
        os.fsync(self._descriptor)

    def _put_frame(self, plain: memoryview, *, is_last: bool) -> None:
        sealed = self._sealed[: len(plain) + TAG]
        self._cipher.encrypt_into(_nonce(self._frames, is_last=is_last), plain, self._header, sealed)
        _write(self._descriptor, sealed)
        self._frames += 1


class OpenedFile(io.RawIOBase):
    """The plain bytes of one file; can be read from any place. Raises CannotDecrypt, before it gives out a byte of it.

    `size` counts plain bytes. The last frame is proved at once, so that a file that was cut off is never begun.
    """

    def __init__(self, descriptor: int, *, owner: uuid.UUID, name: uuid.UUID) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._header, self._cipher = _read_header(descriptor, owner, name)
        sealed_bytes = os.fstat(descriptor).st_size - len(self._header)
        self._last = max(0, sealed_bytes - 1) // SEALED_FRAME
        self.size = sealed_bytes - TAG * (self._last + 1)
        self._sealed = memoryview(bytearray(SEALED_FRAME))
        self._plain = memoryview(bytearray(FRAME))
        self._held = -1
        self._at = 0
        self._hold(self._last)

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place and return it."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if self._at < 0:
            raise ValueError("there is nothing before the beginning")
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands over a memoryview or bytearray
        """Fill the buffer up to the end of one frame; return how many bytes. 0 is the end."""
        if self._at >= self.size:
            return 0
        frame, offset = divmod(self._at, FRAME)
        length = self._length(frame)
        target = memoryview(buffer).cast("B")[: length - offset]
        if len(target) == length:
            self._open_frame(frame, target)
        else:
            self._hold(frame)
            target[:] = self._plain[offset : offset + len(target)]
        self._at += len(target)
        return len(target)

    def close(self) -> None:
        """Let the file go."""
        if not self.closed:
            os.close(self._descriptor)
        super().close()

    def _length(self, frame: int) -> int:
        return self.size - FRAME * self._last if frame == self._last else FRAME

    def _hold(self, frame: int) -> None:
        if self._held != frame:
            self._held = -1  # an error must not leave half a frame that looks whole
            self._open_frame(frame, self._plain[: max(0, self._length(frame))])
            self._held = frame

    def _open_frame(self, frame: int, target: memoryview) -> None:
        sealed = self._sealed[: len(target) + TAG]
        _read(self._descriptor, sealed, len(self._header) + frame * SEALED_FRAME)
        try:
            self._cipher.decrypt_into(_nonce(frame, is_last=frame == self._last), sealed, self._header, target)
        except InvalidTag as error:
            raise CannotDecrypt("the file was altered or cut off, or belongs to another") from error


def opened(descriptor: int, *, owner: uuid.UUID, name: uuid.UUID) -> BinaryIO:
    """Return the plain bytes of a sealed file, closing the descriptor with it. Raises CannotDecrypt."""
    try:
        raw = OpenedFile(descriptor, owner=owner, name=name)
    except BaseException:
        os.close(descriptor)
        raise
    return io.BufferedReader(raw, FRAME)


def _read_header(descriptor: int, owner: uuid.UUID, name: uuid.UUID) -> tuple[bytes, AESGCM]:
    start = os.pread(descriptor, LONGEST_HEADER, 0)
    if not start.startswith(MAGIC) or len(start) <= len(MAGIC):
        raise CannotDecrypt("this is not a sealed file")
    end_of_key = len(MAGIC) + 1 + start[len(MAGIC)]
    header = start[: end_of_key + SALT_BYTES]
    master = dict(settings.FIELD_ENCRYPTION_KEYS).get(header[len(MAGIC) + 1 : end_of_key].decode(errors="replace"))
    if master is None or len(header) < end_of_key + SALT_BYTES:
        raise CannotDecrypt("the key that this file was written with is not configured")
    return header, _cipher(master, header[end_of_key:], owner, name)


def _cipher(master: str, salt: bytes, owner: uuid.UUID, name: uuid.UUID) -> AESGCM:
    info = b"check store" + owner.bytes + name.bytes
    key = HKDF(SHA256(), KEY_BYTES, salt, info).derive(b64decode(master, validate=True))
    return AESGCM(key)


def _nonce(frame: int, *, is_last: bool) -> bytes:
    return frame.to_bytes(11, "big") + bytes([is_last])


def _write(descriptor: int, data: memoryview) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _read(descriptor: int, target: memoryview, offset: int) -> None:
    while target:
        got = os.preadv(descriptor, [target], offset)
        if not got:
            raise CannotDecrypt("the file ends too early")
        target, offset = target[got:], offset + got
