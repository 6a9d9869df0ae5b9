"""The trace of a look comes before the look: it is committed, or nothing is shown (house rule 4, T16, I9)."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, transaction

log = structlog.get_logger("registry.looking")


class NotWrittenDown(Exception):
    """The look could not be recorded, so nothing may be shown."""


@contextmanager
def before_showing(*, durable: bool = True) -> Iterator[None]:
    """Commit the trace that is written inside, by itself. Raises NotWrittenDown when the database does not take it.

    Durable: no caller's transaction can undo it. Only what also runs as one part of a larger action may waive that.
    """
    try:
        with transaction.atomic(durable=durable):
            yield
    except DatabaseError as error:
        log.error("a look could not be written down", error=type(error).__name__)  # noqa: TRY400 - it may quote the row
        raise NotWrittenDown("the look could not be recorded") from error
