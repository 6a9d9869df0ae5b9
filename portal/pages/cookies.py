"""The cookies that the service sets: the whole list, for the cookies page and for the test that compares the two."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Cookie:
    """One cookie as the page explains it."""

    name: str
    purpose: str
    ends: str


def cookies() -> tuple[Cookie, ...]:
    """Return every cookie that any page may set. All of them are strictly necessary."""
    return (
        Cookie(
            name=settings.SESSION_COOKIE_NAME,
            purpose="Joins up the pages while you make a choice, so that we do not ask you the same thing twice.",
            ends="It goes when you close your browser, or sooner.",
        ),
        Cookie(
            name=settings.CSRF_COOKIE_NAME,
            purpose="Proves that a page came from us. It stops other websites sending answers in your name.",
            ends="It goes when you close your browser.",
        ),
    )
