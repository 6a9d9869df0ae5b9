"""Does the search hold the content of this release? For Prometheus, and for nothing that stops the service.

It is no part of `/readyz`: while a release is rolled out, processes of two releases run side by side and the index can
be that of only one of them, so that half of the service would be taken away for the sake of its search.
"""

import math

import structlog
from django.db import DatabaseError

from portal.guidance.search.entries import content_digest
from registry import metrics
from registry.queries.guidance_vocabulary import index_digest

log = structlog.get_logger("portal.guidance.search")


def is_old() -> float:
    """Return 1 if the index is another release's or missing, else 0; not a number when the database cannot say."""
    try:
        return float(index_digest() != content_digest())
    except DatabaseError as error:
        log.warning("not measured", error=type(error).__name__)
        return math.nan


metrics.GUIDANCE_INDEX_OLD.set_function(is_old)
