"""A browser that stops in the middle, without going away, must not hold one of our threads for ever (F22)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class PatienceMiddleware:
    """Ends a connection on which nothing moves, in either direction, while a request with a body is answered.

    Gunicorn's own time-out watches processes, not the threads in them. Its socket is in the environment; other servers
    have none there. Django makes a body that never arrives an UnreadablePostError.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        socket = request.META.get("gunicorn.socket")
        if socket is not None:
            socket.settimeout(settings.LONGEST_SILENCE_SECONDS)
        return self.get_response(request)
