"""Gives every test run its own PostgreSQL and Redis, before Django reads its settings.

A run whose DATABASE_URL and REDIS_URL are set uses those. Otherwise the process that controls the run starts
the embedded servers in a folder of its own, so that two runs at once never meet, and the xdist workers
inherit their addresses. pytest-django gives each worker a database; this module gives each a Redis index.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

import psutil
import pytest

from ndop.embedded.postgres import EmbeddedPostgres
from ndop.embedded.redis import EmbeddedRedis

# A power cut may lose the data of a test run; tests of durability start clusters of their own.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200"}
ENOUGH_MEMORY = 1024**3
PREFIX = "ndop-tests-"

_servers: list[EmbeddedPostgres | EmbeddedRedis] = []
_folders: list[Path] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ.setdefault("NDOP_DEMO", "1")
    # The hashed names of static files exist only after collectstatic.
    os.environ.setdefault("PLAIN_STATIC_FILES", "1")
    # Playwright keeps an event loop in the thread that runs the tests, and Django sees it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _start_servers()
    os.environ["REDIS_URL"] = own_index(os.environ["REDIS_URL"], os.environ.get("PYTEST_XDIST_WORKER"))


def pytest_unconfigure() -> None:
    _stop_servers()


def _stop_servers() -> None:
    while _servers:
        _servers.pop().stop()
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def own_index(redis_url: str, worker: str | None) -> str:
    """Return the address with the worker's own index: gw0 has 1, gw1 has 2; a lone process has 15."""
    index = int(worker.removeprefix("gw")) + 1 if worker else 15
    if "?" in redis_url:
        return re.sub(r"(db|virtual_host)=\d+", rf"\g<1>={index}", redis_url)
    return f"{re.sub(r'/[0-9]*$', '', redis_url)}/{index}"


def _start_servers() -> None:
    atexit.register(_stop_servers)  # pytest does not unconfigure when settings cannot be read
    folder = _run_folder()
    os.environ["NDOP_DATA_DIR"] = str(folder)  # nothing a test does may reach what `make run` keeps
    if "DATABASE_URL" not in os.environ:
        postgres = EmbeddedPostgres(folder / "postgres", settings=FAST)
        _servers.append(postgres)
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.dsn()
    if "REDIS_URL" not in os.environ:
        redis = EmbeddedRedis.find(folder / "redis")
        if redis is None:
            raise pytest.UsageError("The tests need a Redis: install redis-server, or give REDIS_URL")
        _servers.append(redis)
        redis.start()
        os.environ["REDIS_URL"] = redis.url()


def _run_folder() -> Path:
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_MEMORY
    parent = memory if is_roomy else Path(tempfile.gettempdir())
    _remove_abandoned(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    _folders.append(folder)
    return folder


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
