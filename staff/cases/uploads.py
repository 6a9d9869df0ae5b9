"""Files come in where a page asks for them, from people who are signed in, and nowhere else.

Django reads the body of a request before any view sees it, so this stands in FILE_UPLOAD_HANDLERS. A view says with
`most_files` how many it takes; every other address takes none. What comes is kept in files without a name, which are
gone with the process however it ends, and never in memory.
"""

import tempfile
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import Resolver404, resolve

CHUNK = 64 * 1024


class UnwantedFile(SuspiciousOperation):
    """A file was sent to a page that asks for none, by a stranger, or one too many. Answered with 400."""


class ScanUploadHandler(FileUploadHandler):
    """Counts files before it keeps them. Of one that is too large only so much is kept that this can be said."""

    chunk_size = CHUNK

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Look once at who sends this, and where to."""
        super().handle_raw_input(*args, **kwargs)
        assert self.request
        self.room = most_files(self.request.path_info) if is_signed_in(self.request) else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file, if there is room for it."""
        super().new_file(*args, **kwargs)
        if self.room < 1:
            raise UnwantedFile("no file is wanted here")
        self.room -= 1
        self.kept = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the request, like all uploads
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, unless there is too much already."""
        del start
        if self.size <= settings.SCAN_MAX_BYTES:
            self.kept.write(raw_data)
        self.size += len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Hand the file over, to be read from its start."""
        self.kept.seek(0)
        return UploadedFile(self.kept, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """The browser went away in the middle of a file."""
        if hasattr(self, "kept"):
            self.kept.close()


def most_files(path: str) -> int:
    """Return how many files the page at this address takes."""
    try:
        view = resolve(path).func
    except Resolver404:
        return 0
    return int(getattr(getattr(view, "view_class", None), "most_files", 0))


def is_signed_in(request: Any) -> bool:
    """Say whether the cookie belongs to somebody's session; what they may do is asked later, of the view."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return bool(key) and SESSION_KEY in store


def read(upload: "UploadedFile[bytes]") -> tuple[str, bytes]:
    """Return a file's name and content; of one that is too large, one byte more than is allowed."""
    return upload.name or "", upload.read(settings.SCAN_MAX_BYTES + 1)
