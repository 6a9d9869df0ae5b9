"""The search index of the guidance, with the real content."""

from portal.guidance.search.entries import entries
from registry.actions.guidance.indexing import IndexChange, replace_index
from registry.clock import now
from registry.parties import SYSTEM


def index_the_guidance() -> IndexChange:
    return replace_index(entries(), by=SYSTEM, at=now())
