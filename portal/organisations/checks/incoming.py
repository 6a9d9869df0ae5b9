"""Lists that come with a form, without a script: let in for those who may check one, on the page that asks for one.

Django reads the body of a request before any view sees it, so the handler stands in FILE_UPLOAD_HANDLERS. What comes
goes to the check store piece by piece, encrypted; it is gone with the request unless the view keeps it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from ndop import errors
from portal.organisations.access import may_open, role_of
from portal.organisations.sessions import member_of
from registry.clock import now
from registry.gateways import check_store
from registry.models import OrganisationPerson

CHUNK = 256 * 1024
ARRIVING = "arriving_lists"
# Beside the file a form has a few short fields.
ROOM_FOR_FIELDS = 64 * 1024


class ListMiddleware:
    """Refuses a list that is announced as too large before a byte of it is read (F23), and lets none lie around.

    Django tells a handler when a browser goes away, but not when reading fails, as it does after too long a silence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only what is sent can bring one, and finding the view of an address costs a twentieth of a page to read.
        if request.method in {"GET", "HEAD"} or not takes_a_list(request.path_info):
            return self.get_response(request)
        if announced(request) > settings.WEB_FILE_MAX_BYTES + ROOM_FOR_FIELDS:
            response = errors.error_page("413", 413)
            response["Connection"] = "close"
            return response
        try:
            return self.get_response(request)
        finally:
            for file in vars(request).get(ARRIVING, []):
                file.close()


class ListUploadHandler(FileUploadHandler):
    """Takes one list of a member who may check lists; every other file is left to the handlers after this one."""

    chunk_size = CHUNK
    file: check_store.NewFile

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Look once at who sends this, and where to."""
        super().handle_raw_input(*args, **kwargs)
        assert self.request
        self.sender = sender_of(self.request) if takes_a_list(self.request.path_info) else None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the list; a second one is for the next handler, which refuses it."""
        super().new_file(*args, **kwargs)
        if self.sender is None:
            return
        sender, self.sender = self.sender, None
        with self._no_room_is_said():
            self.file = check_store.create(sender.organisation.public_id)
        vars(self.request)[ARRIVING] = [self.file]
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, unless there is too much already: then the size alone is counted."""
        if not self._is_mine():
            return raw_data
        if start <= settings.WEB_FILE_MAX_BYTES:
            with self._no_room_is_said():
                self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Hand the list over; Django closes it with the request."""
        if not self._is_mine():
            return None
        self.is_complete = True
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """The browser went away in the middle of a file."""
        if self._is_mine():
            self.file.close()

    @contextmanager
    def _no_room_is_said(self) -> Iterator[None]:
        """A full disk costs this file; the view says so (`had_no_room`)."""
        try:
            yield
        except check_store.NoRoom as error:
            self.request.had_no_room = True  # type: ignore[union-attr]  # read by `had_no_room`
            raise SkipFile from error

    def _is_mine(self) -> bool:
        return hasattr(self, "file") and not hasattr(self, "is_complete")


def had_no_room(request: HttpRequest) -> bool:
    """Say whether the list could not be kept because our disk is full."""
    return bool(getattr(request, "had_no_room", False))


def takes_a_list(path: str) -> bool:
    """Say whether the page at this address asks for a list."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return bool(getattr(getattr(view, "view_class", None), "takes_a_list", False))


def announced(request: HttpRequest) -> int:
    """Return how many bytes the request says that it has."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def sender_of(request: Any) -> OrganisationPerson | None:
    """Return who is signed in and may send a list here. The view asks again; this is before Django reads sessions."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person = member_of(request, now())
    return person if person and may_open(person, role_of(resolve(request.path_info).func)) else None
