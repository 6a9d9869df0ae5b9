"""Structured logs: one JSON object a line, one request id from browser to task, nothing personal.

The rule is that nobody logs personal data. `mask` is the net below that rule: whatever looks like an NHS number,
an email address, a phone number or a one-time code leaves every line before it is written.
"""

import re
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor

MASK = "[masked]"
# Ids of rows and tasks, which a line may name; matched first, so that the digits in them stay.
UUID = r"(?<![0-9a-fA-F])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-fA-F])"
# Tried only where a word begins, so that a long word costs no more than its length.
EMAIL = re.compile(r"(?<![^\s@\"'<>,;:()])[^\s@\"'<>,;:()]+(?:@|%40)[^\s@\"'<>,;:()]+")
# Ten digits or more in any script, whatever stands between them: NHS numbers and phones, spaced, dashed or encoded.
LONG_RUN = r"\+?\d(?:(?:%20|\\x..|[^\w%\\,:;\"']|_){0,3}\d){9,}"
CODE = r"(?<![\d.])\d{3}[ \-]?\d{3}(?!\d)"
DIGITS = re.compile(f"(?P<id>{UUID})|{LONG_RUN}|{CODE}")
# Written by us and never personal, though they may look like it.
TRUSTED_KEYS = frozenset({"timestamp", "level", "logger", "request_id", "lineno", "pid"})


def mask_text(text: str) -> str:
    """Replace everything in `text` that looks personal."""
    return DIGITS.sub(lambda found: found["id"] or MASK, EMAIL.sub(MASK, text))


def mask(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Mask every value of a log line, however deep."""
    return {key: value if key in TRUSTED_KEYS else _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {mask_text(str(key)): _masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(item) for item in value]
    text = str(value)
    masked = mask_text(text)
    # Any other object is written as its text: the renderer would write its repr, which nobody has looked at.
    return value if masked == text and isinstance(value, bool | int | float | None) else masked


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
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": _formatter(shared)},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Its lines carry the query string and the form; our own line says what is needed.
            "django.server": {"level": "ERROR"},
            # They write the path, and a mistyped path can hold anything; our own line has the route and the status.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "CRITICAL"},
            "django.db.backends": {"level": "INFO"},
            # Its warnings quote what the provider answered, which may quote the message.
            "notifications_python_client": {"level": "CRITICAL"},
            "celery.redirected": {"level": "WARNING"},
        },
    }


def _formatter(shared: list[Processor]) -> dict[str, Any]:
    final: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        mask,
        structlog.processors.JSONRenderer(),
    ]
    known = structlog.stdlib.ExtraAdder(allow=["status_code", "task_name", "task_id"])
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": final,
        "foreign_pre_chain": [*shared, known],
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
