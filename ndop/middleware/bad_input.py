"""Refuse what no browser sends, before any view or database sees it: a clear 400, never a 500."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from ndop import errors


class BadInputMiddleware:
    """NUL bytes and invalid UTF-8 in a path, a cookie or a form; a body that never arrives."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _readable(request):
            return errors.bad_request(request, BadRequest())
        return self.get_response(request)


def _readable(request: HttpRequest) -> bool:
    try:
        values = [request.path_info, *_flatten(request.GET), *_flatten(request.POST)]
    except UnreadablePostError:
        return False
    # A cookie of another service on this host may be broken in any way; only NUL would reach the database and fail.
    if any("\x00" in value for value in request.COOKIES.values()):
        return False
    # Django replaces bytes that are not UTF-8 by U+FFFD; nobody types that sign into a form about themselves.
    return not any("\x00" in value or "\ufffd" in value for value in values)


def _flatten(data: object) -> list[str]:
    return [text for key, values in data.lists() for text in (key, *values)]  # type: ignore[attr-defined]  # QueryDict
