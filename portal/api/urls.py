"""Addresses of the HTTP API. Its keys are its only sign-in, so Django's sign-in leaves it alone."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from portal.api import describe
from portal.api.service import api

app_name = "api"


def operations() -> Iterator[URLPattern]:
    """Yield ninja's addresses, each once however many methods it takes, but not its first page, which is none."""
    patterns = {pattern.name: pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)}
    for name, pattern in patterns.items():
        if name != "api-root" and pattern.callback is not None:
            yield path(str(pattern.pattern), login_not_required(pattern.callback), name=name)


urlpatterns: list[URLPattern] = [
    *operations(),
    path("openapi.json", describe.openapi, name="openapi"),
    path("docs", describe.docs, name="docs"),
]
