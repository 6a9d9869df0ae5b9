"""A page about one thing: 404 where there is none."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import View


class FoundPage(View):
    """`missing` is what the registry raises when there is no such thing."""

    missing: type[Exception]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except self.missing:
            raise Http404 from None
