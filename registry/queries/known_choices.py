"""The one snapshot that a checker keeps in memory from check to check."""

from registry.queries.opted_out import Snapshot, bring_up_to_date, take_snapshot


class KnownChoices:
    """Who is opted out, brought up to date whenever it is asked for; seconds the first time, then milliseconds."""

    def __init__(self) -> None:
        self._kept: Snapshot | None = None

    def now(self) -> Snapshot:
        """Return the snapshot of this moment. Raises AnswerUnknown; after any failure all is read anew."""
        kept, self._kept = self._kept, None
        self._kept = bring_up_to_date(kept) if kept else take_snapshot()
        return self._kept
