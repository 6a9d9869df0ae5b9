"""What has failed is tried again later: after two seconds, then twice as long each time, up to ten minutes."""

import time
import traceback

import structlog

from registry.gateways.mesh import MeshFailure

log = structlog.get_logger("registry.mesh")
FIRST_SECONDS = 2.0
LONGEST_SECONDS = 600.0


class Later:
    """Remembers, in this process only, when each thing is due. Everything is due at the start."""

    def __init__(self) -> None:
        self._due_at: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def is_due(self, what: str) -> bool:
        """Return whether its time has come."""
        return time.monotonic() >= self._due_at.get(what, 0.0)

    def failures(self, what: str) -> int:
        """Return how often it failed since it last went well."""
        return self._failures.get(what, 0)

    def failed(self, what: str, error: Exception) -> None:
        """Put it off. The log gets the words of our own errors, and of others their kind and where they came from."""
        pause = min(FIRST_SECONDS * 2 ** self.failures(what), LONGEST_SECONDS)
        self._failures[what] = self.failures(what) + 1
        self._due_at[what] = time.monotonic() + pause
        log.warning("mesh put off", what=what, error=type(error).__name__, why=_why(error), seconds=pause)

    def done(self, what: str, *, again_after: float = 0.0) -> None:
        """Forget its failures; it is due again after so many seconds."""
        self._failures.pop(what, None)
        self._due_at.pop(what, None)
        if again_after:
            self._due_at[what] = time.monotonic() + again_after


def _why(error: Exception) -> str:
    if isinstance(error, MeshFailure):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
