"""The Idempotency-Key header. Source: draft-ietf-httpapi-idempotency-key-header."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from portal.api.problems import RETRY_SECONDS, Problem
from registry.actions.organisations.repeats import KeyReused, StillRunning

SHAPE = re.compile(r"[\x21-\x7e]{1,255}")
PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Chosen by you, new for each list or file. Send the same request with the same key again after a broken line: "
        "you get the first answer, and nothing is done twice. Remembered for 24 hours."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]{1,255}$"},
}


def idempotency_key(request: HttpRequest) -> str:
    """Return the key, empty without the header."""
    text = request.headers.get("Idempotency-Key", "")
    if text and not SHAPE.fullmatch(text):
        raise Problem("bad-request", "Idempotency-Key must be 1 to 255 printable ASCII characters without blanks.")
    return text


@contextmanager
def repeats_refused() -> Iterator[None]:
    """Say what is wrong with a repeat as a problem."""
    try:
        yield
    except KeyReused:
        raise Problem(
            "key-reused", "This Idempotency-Key came with another request before. Choose a new one."
        ) from None
    except StillRunning:
        wait = {"Retry-After": str(RETRY_SECONDS)}
        raise Problem("still-running", "The first request is not answered yet. Ask again soon.", wait) from None
