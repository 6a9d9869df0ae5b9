"""The time that stands in files which must hold one: always the same, so that the same words make the same bytes."""

from datetime import UTC, datetime

LONG_AGO = datetime(2018, 5, 25, tzinfo=UTC)  # the day on which the national data opt-out began
LONG_AGO_IN_A_ZIP = (2018, 5, 25, 0, 0, 0)
