"""Structured logs: one JSON object a line, one request id from browser to task, nothing personal.

The rule is that nobody logs personal data. `mask` is the net below that rule: whatever looks like an NHS number,
an email address, a phone number or a one-time code leaves every line before it is written.
"""

import re
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor

MASK = "[masked]"
# A digit run of 6 (codes), 10 (NHS numbers) or 10-13 (phones), also spaced or dashed; and anything with an @.
PATTERNS = (
    re.compile(r"[^\s@\"'<>,;:()]+(?:@|%40)[^\s@\"'<>,;:()]+"),
    re.compile(r"(?<![0-9A-Za-z])\+?[0-9](?:[ \-\u00a0]?[0-9]){9,12}(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z.])[0-9]{6}(?![0-9A-Za-z])"),
)
# Written by us and never personal, though they may look like it.
TRUSTED_KEYS = frozenset({"timestamp", "level", "logger", "request_id", "lineno", "pid"})


def mask_text(text: str) -> str:
    """Replace everything in `text` that looks personal."""
    for pattern in PATTERNS:
        text = pattern.sub(MASK, text)
    return text


def mask(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Mask every value of a log line, however deep."""
    return {key: value if key in TRUSTED_KEYS else _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {mask_text(str(key)): _masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked(item) for item in value]
    if isinstance(value, bool | float) or value is None:
        return value
    text = str(value)
    masked = mask_text(text)
    return value if masked == text else masked


def logging_config(level: int) -> dict[str, Any]:
    """Return the dictConfig that sends structlog's and the standard library's lines through the same processors."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    _configure_structlog(shared)
    final: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        mask,
        structlog.processors.JSONRenderer(),
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": final,
        "foreign_pre_chain": [
            *shared,
            structlog.stdlib.ExtraAdder(allow=["status_code", "task_name", "task_id"]),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Its lines carry the query string and the form; our own line says what is needed.
            "django.server": {"level": "ERROR"},
            "django.db.backends": {"level": "INFO"},
            "celery.redirected": {"level": "WARNING"},
        },
    }


def _configure_structlog(shared: list[Processor]) -> None:
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def request_id() -> str:
    """Return the id of the request or task being worked on, or an empty string outside one."""
    return cast("str", structlog.contextvars.get_contextvars().get("request_id", ""))
