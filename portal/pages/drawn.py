"""Pages that are the same for everyone: drawn once for each process, then handed out with their ETag."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control

MAX_AGE_SECONDS = 300
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Drawn:
    """What goes to every reader, and a name for this version of it."""

    body: bytes
    etag: str
    content_type: str


def draw(template: str, context: dict[str, Any]) -> Drawn:
    """Draw a template that asks for nothing but its context and the settings."""
    return name_version(render_to_string(template, context).encode())


def name_version(body: bytes, content_type: str = HTML) -> Drawn:
    """Give what is drawn an ETag made from its bytes."""
    return Drawn(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', content_type)


def answer(request: HttpRequest, found: Drawn) -> HttpResponse:
    """Hand it out, or say that the reader's copy is still good. Anyone may keep it for a short while."""
    response = kept(HttpResponse(found.body, content_type=found.content_type))
    response["ETag"] = found.etag
    return get_conditional_response(request, etag=found.etag, response=response) or response


def kept(response: HttpResponse) -> HttpResponse:
    """Allow anyone to keep this answer for a short while."""
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response
