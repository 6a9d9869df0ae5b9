"""What changed, as an Atom feed."""

from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from portal.guidance.contexts import changed_pages

TITLE = "What changed in the guidance on the national data opt-out"


def atom() -> bytes:
    """Return the feed. An entry keeps its id as long as its day and its page stay."""
    site = settings.NDOP_SERVICE_URL
    feed = Atom1Feed(
        title=TITLE,
        link=site + reverse("guidance:what-changed"),
        feed_url=site + reverse("guidance:feed"),
        description="Changes of the pages, newest first.",
        author_name=settings.SERVICE_NAME,
        language="en-GB",
        feed_guid=_tag("2026-01-01", "what-changed"),
    )
    for one in changed_pages():
        at = datetime.combine(one.change.on, time(), tzinfo=UTC)
        feed.add_item(
            title=one.page.title,
            link=site + one.url,
            description=one.change.words,
            unique_id=_tag(str(one.change.on), one.change.page),
            pubdate=at,
            updateddate=at,
        )
    return feed.writeString("utf-8").encode()


def _tag(day: str, name: str) -> str:
    """Return an id that outlives every move. Source: RFC 4151."""
    return f"tag:{urlsplit(settings.NDOP_SERVICE_URL).hostname},{day}:guidance/{name}"
