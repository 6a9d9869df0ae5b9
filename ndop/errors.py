"""Pages for when something is wrong. They touch neither the database nor the session, so they work without both."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: what the browser sent could not be read."""
    del request, exception
    return error_page("400", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: this page is not for this person."""
    del request, exception
    return error_page("403", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: the form was not sent from a fresh page of ours. The reason is for the log, not for the page."""
    del request, reason
    return error_page("403_csrf", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: there is no such page."""
    del request, exception
    return error_page("404", 404)


def too_many_attempts(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer 429: too many tries. Called by a view, or by django-axes with its response and credentials."""
    del request, args, kwargs
    return error_page("429", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500: the fault is ours."""
    del request
    return error_page("500", 500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: the service, or something it needs, is not there for now."""
    del request
    response = error_page("503", 503)
    response["Retry-After"] = "60"
    return response


def error_page(name: str, status: int) -> HttpResponse:
    """Draw an error page without the request, so that nothing reads the session or makes a cookie."""
    response = HttpResponse(get_template(f"errors/{name}.jinja").render(), status=status)
    response["Cache-Control"] = "no-store"
    return response
