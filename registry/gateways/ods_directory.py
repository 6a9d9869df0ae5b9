"""The Organisation Data Service: what a practice is called and where it is, by its code.

Anybody may ask it, and what it answers is public. Source: NHS England, ODS "ORD" interface, version 2.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, Protocol

import requests
from django.conf import settings

# Letters and digits; today's codes have three to eight of them.
CODE = re.compile(r"[A-Z0-9]{3,8}")
NOT_FOUND = 404
LARGEST_ANSWER = 1024 * 1024
AT_ONCE = 2  # pages wait for this service, and must not all wait at once when it is slow
ADDRESS_PARTS = ("AddrLn1", "AddrLn2", "AddrLn3", "Town", "County", "PostCode")


class PracticeNotFound(Exception):
    """No organisation has this code."""


class OdsUnavailable(Exception):
    """The service cannot answer now, or not in a way that can be read."""


@dataclass(frozen=True)
class FoundPractice:
    """An organisation as the directory has it. What it does not know is empty. `address` ends with the postcode."""

    code: str
    name: str
    address: tuple[str, ...] = ()
    phone: str = ""


class OdsDirectory(Protocol):
    """A directory of organisations."""

    def practice(self, code: str) -> FoundPractice:
        """Return the organisation with this code. Raises PracticeNotFound, OdsUnavailable."""


def get_ods_directory() -> OdsDirectory:
    """Return the service at ODS_DIRECTORY_URL; without one, the stand-in with made-up practices."""
    if settings.ODS_DIRECTORY_URL:
        return OrdDirectory()
    from registry.gateways.local_ods_directory import LocalOdsDirectory  # noqa: PLC0415 - it imports from here

    return LocalOdsDirectory()


_places = BoundedSemaphore(AT_ONCE)


class OrdDirectory:
    """The public interface, version 2, with JSON answers."""

    def practice(self, code: str) -> FoundPractice:
        """Return the organisation with this code. Raises PracticeNotFound, OdsUnavailable."""
        if not CODE.fullmatch(code):
            raise PracticeNotFound
        if not _places.acquire(blocking=False):
            raise OdsUnavailable("too many look-ups at once")
        try:
            return _read(code, _ask(code))
        finally:
            _places.release()


def _ask(code: str) -> Any:
    address = f"{settings.ODS_DIRECTORY_URL.rstrip('/')}/organisations/{code}"
    try:
        answer = requests.get(
            address,
            headers={"Accept": "application/json"},
            timeout=settings.ODS_TIMEOUT,
            allow_redirects=False,
            stream=True,
        )
        with answer:
            if answer.status_code == NOT_FOUND:
                raise PracticeNotFound
            if answer.status_code != requests.codes.ok:
                raise OdsUnavailable(f"answered {answer.status_code}")
            return _json(answer.iter_content(LARGEST_ANSWER))
    except (requests.RequestException, ValueError, RecursionError) as error:
        raise OdsUnavailable(type(error).__name__) from None


def _json(pieces: Iterable[bytes]) -> Any:
    text = b""
    for piece in pieces:
        text += piece
        if len(text) > LARGEST_ANSWER:
            raise OdsUnavailable("answer is too long")
    return json.loads(text)


def _read(code: str, answer: Any) -> FoundPractice:
    try:
        found = answer["Organisation"]
        place = found.get("GeoLoc", {}).get("Location", {})
        return FoundPractice(
            code=code,
            name=as_written(str(found["Name"])),
            address=tuple(_address(place)),
            phone=_phone(found.get("Contacts", {}).get("Contact", [])),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise OdsUnavailable("answer cannot be read") from None


def _address(place: Mapping[str, Any]) -> Iterator[str]:
    for part in ADDRESS_PARTS:
        words = str(place.get(part) or "")
        if words:
            yield words if part == "PostCode" else as_written(words)


def _phone(contacts: list[dict[str, Any]]) -> str:
    return next((str(one["value"]) for one in contacts if one.get("type") == "tel"), "")


def as_written(words: str) -> str:
    """Write "THE ELMS SURGERY" as people do, with a capital for each word; leave mixed writing as it is."""
    if not words.isupper():
        return words
    return " ".join(word.capitalize() for word in words.split())
