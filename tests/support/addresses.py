"""Every address of the service, walked from the URL resolver, so that a new one cannot be missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# A value for each name that a pattern may ask for; a new name must be added here to be walked.
SAMPLES: dict[str, Any] = {
    "slug": "name",
    "section": "gps",
    "page": "in-two-minutes",
    "file": "national-data-opt-out-poster-a4.pdf",
    "pack": "practice-pack",
    "item_id": 1,
    "user_id": 1,
    "number": 1,
    "form_type": "self",
    "variant": "standard",
    "kind": "pdf",
    "step": "suspend",
    "token": "A" * 43,
    "person_id": UUID("00000000-0000-4000-8000-000000000002"),
    "public_id": UUID("00000000-0000-4000-8000-000000000001"),
}


@dataclass(frozen=True)
class Address:
    """One pattern, by its full name, with a path that it answers."""

    name: str
    path: str
    view: Any


def every_address() -> list[Address]:
    """Walk the resolver."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner)
        else:
            yield _address(pattern, namespace)


def _address(pattern: URLPattern, namespace: str) -> Address:
    assert pattern.name, f"{pattern.pattern} has no name"
    name = f"{namespace}{pattern.name}"
    arguments = {key: SAMPLES[key] for key in pattern.pattern.converters}
    return Address(name, reverse(name, kwargs={**arguments, **pattern.default_args} or None), pattern.callback)
