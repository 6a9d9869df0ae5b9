"""What changed in the guidance, newest first. Read from `content/guidance/changes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.guidance.library import content_folder

FIELDS = {"on": date, "page": str, "words": str}


class BadChange(Exception):
    """The file of changes cannot be read; says why."""


@dataclass(frozen=True)
class Change:
    """One change: the day, the address of the page it is about, and what changed for its readers."""

    on: date
    page: str
    words: str


def changes_file() -> Path:
    """Return where changes are written down."""
    return content_folder() / "guidance" / "changes.toml"


@cache
def changes() -> tuple[Change, ...]:
    """Return every change, newest first. Raises BadChange."""
    return read_changes()


def read_changes() -> tuple[Change, ...]:
    """Read the file. Raises BadChange."""
    try:
        kept = tomllib.loads(changes_file().read_text()) if changes_file().exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise BadChange(f"it cannot be read as TOML: {error}") from error
    found = [_change(one) for one in kept.get("change", [])]
    return tuple(sorted(found, key=lambda change: change.on, reverse=True))


def _change(given: Mapping[str, Any]) -> Change:
    if {name: type(value) for name, value in given.items()} != FIELDS:
        raise BadChange('each [[change]] says on = 2026-11-22, page = "gps/reception" and words = "…", and no more')
    return Change(**given)
