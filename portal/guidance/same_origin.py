"""Forms of pages that have no cookie, and so no token: the browser itself says which page a form came from."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


def from_our_pages(view: View) -> View:
    """Let a form in without a token when it comes from a page of this service; answer 403 to any other.

    For views that know nobody and read no cookie: the worst that a forged form could do is what anybody may do.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and not is_from_our_pages(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def is_from_our_pages(request: HttpRequest) -> bool:
    """Say whether the browser names a page of ours. Every browser names the origin with a form; if not, it is refused.

    `Origin: null`, as a page in a sandbox sends, is nobody's.
    """
    named = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    return named in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
