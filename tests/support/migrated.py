"""One migrated database for each run of the tests, copied by whoever needs one: migrating takes ten seconds each time.

The folder of the run (NDOP_DATA_DIR, see tests/plugin.py) says whether it has been made and keeps two processes from
making it at once.
"""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from ndop.embedded.binaries import postgres_programs
from ndop.embedded.postgres import EmbeddedPostgres
from ndop.run.parts import REPOSITORY

NAME = "ndop_migrated"


def migrated_database() -> str:
    """Return the name of a database on the run's server that is up to date and that nobody is connected to."""
    with _alone() as folder:
        made = folder / "migrated"
        if not made.exists():
            _make()
            made.touch()
    return NAME


def fill(server: EmbeddedPostgres) -> None:
    """Bring the empty database of a private server up to date. Raises CalledProcessError."""
    if not _is_ours():
        migrate(server.dsn())  # our pg_dump may be too old for another's server
        return
    dump = Path(os.environ["NDOP_DATA_DIR"], "migrated.sql")
    source = _url(migrated_database())
    with _alone():
        if not dump.exists():
            _run(postgres_programs() / "pg_dump", "--dbname", source, "--file", dump)
    _run(postgres_programs() / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-1", "-f", dump, server.dsn())


def migrate(database_url: str) -> None:
    """Run the migrations of the product. Raises CalledProcessError."""
    environment = {**os.environ, "NDOP_DEMO": "1", "DATABASE_URL": database_url}
    _run(sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0", env=environment)


def _make() -> None:
    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        connection.execute(f"CREATE DATABASE {NAME}")
    migrate(_url(NAME))


def _run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, cwd=REPOSITORY, env=env, stdout=subprocess.DEVNULL)


def _url(name: str) -> str:
    return re.sub(r"^(\w+://[^/?]*)/[^?]*", rf"\1/{name}", os.environ["DATABASE_URL"])


def _is_ours() -> bool:
    """Whether the run's server is the embedded one."""
    return Path(os.environ["NDOP_DATA_DIR"], "postgres").is_dir()


@contextmanager
def _alone() -> Iterator[Path]:
    """Keep the other processes of this run out; yield the run's folder."""
    folder = Path(os.environ["NDOP_DATA_DIR"])
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
