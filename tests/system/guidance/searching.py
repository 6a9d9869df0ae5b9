"""The search of the guidance."""

from collections.abc import Callable
from urllib.parse import quote_plus

from django.urls import reverse

from registry.models.guidance import SearchIndex
from tests.support.guidance_index import index_the_guidance
from tests.system.state import State
from tests.system.visitor import Visitor


def search(words: str) -> Callable[[Visitor], str]:
    """The page for these words, once there is an index."""

    def go(_visitor: Visitor) -> str:
        index_the_guidance()
        return f"{reverse('guidance:search')}?q={quote_plus(words)}"

    return go


def without_an_index(_visitor: Visitor) -> str:
    """The page of a release whose index has not been made."""
    SearchIndex.objects.all().delete()
    return f"{reverse('guidance:search')}?q=child"


STATES = (
    State("guidance-search", "guidance:search", lambda _: reverse("guidance:search")),
    State("guidance-search-personal", "guidance:search", lambda _: reverse("guidance:search") + "?left-out=personal"),
    State("guidance-search-results", "guidance:search", search("child 14")),
    State("guidance-search-corrected", "guidance:search", search("childern")),
    State("guidance-search-nothing", "guidance:search", search("hildren")),
    State("guidance-search-away", "guidance:search", without_an_index, status=503),
)
