"""The service as real processes against a private PostgreSQL and Redis, for tests that start and kill them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ndop.embedded.postgres import EmbeddedPostgres
from ndop.embedded.processes import end, kill_tree, tail
from ndop.embedded.redis import EmbeddedRedis
from ndop.run import parts
from ndop.run.demonstration import is_healthy
from tests.support.ports import free_port
from tests.support.waiting import wait_until

REPOSITORY = parts.REPOSITORY


@dataclass
class Process:
    """One part of the service. `stop` lets it finish; `kill` takes it and its children away at once."""

    name: str
    command: list[str]
    folder: Path
    environment: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.poll() is None, f"{self.name} has ended:\n{tail(self.log, 40)}"
        return self._process.pid

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=REPOSITORY,
                env={**self.environment},
                start_new_session=True,
            )

    def stop(self, within: float = 15.0) -> None:
        if self._process is not None:
            end(self._process, by=signal.SIGTERM, within=within)
            self._process = None

    def kill(self) -> None:
        if self._process is not None:
            kill_tree(self._process.pid)
            self._process.wait()
            self._process = None


class PrivateService:
    """A PostgreSQL and a Redis on ports of their own, and on demand web, worker and relay.

    `database_url` and `redis_url` may be replaced by a proxy's address before the parts are made. What the parts
    get beyond that goes into `environment`.
    """

    def __init__(self, folder: Path, *, postgres_settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.postgres_port, self.redis_port, self.web_port = free_port(), free_port(), free_port()
        self.postgres = EmbeddedPostgres(folder / "postgres", tcp_port=self.postgres_port, settings=postgres_settings)
        redis = EmbeddedRedis.find(folder / "redis", tcp_port=self.redis_port)
        assert redis is not None, "these tests need a Redis"
        self.redis = redis
        self.database_url = self.postgres.dsn()
        self.redis_url = self.redis.url()
        self.environment: dict[str, str] = {}
        self._processes: list[Process] = []

    def start_servers(self, fill: Callable[[EmbeddedPostgres], None] | None = None) -> None:
        """Start both servers and bring the database up to date: by `fill`, else by migrating."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.postgres.start()
        self.redis.start()
        if fill is None:
            self.manage("migrate", "--no-input", "--verbosity", "0")
        else:
            fill(self.postgres)

    def stop(self) -> None:
        """Stop everything, whatever a test left running."""
        for process in reversed(self._processes):
            process.kill()
        self.redis.stop()
        self.postgres.stop()

    def manage(self, *arguments: str) -> str:
        """Run a management command past any proxy and return what it printed."""
        environment = {**self._environment(), "DATABASE_URL": self.postgres.dsn(), "REDIS_URL": self.redis.url()}
        answer = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            env=environment,
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def web(self, *options: str) -> Process:
        """Gunicorn, answering once this returns. Later options win, such as `--workers 1`."""
        part = parts.web(self.web_port, self.folder)
        process = self._start("web", [*part.command, *options])
        wait_until(lambda: process.pid and is_healthy(self.web_port))
        return process

    def worker(self, *options: str) -> Process:
        """Celery's worker. Later options win, such as `--concurrency 1`."""
        return self._start("worker", [*parts.worker(self.folder).command, *options])

    def relay(self) -> Process:
        return self._start("relay", [*parts.relay(self.folder).command])

    def checker(self) -> Process:
        return self._start("checker", [*parts.checker(self.folder).command])

    def _start(self, name: str, command: list[str]) -> Process:
        process = Process(name, command, self.folder, self._environment())
        self._processes.append(process)
        process.start()
        return process

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "NDOP_DEMO": "1",
            "NDOP_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PYTHONUNBUFFERED": "1",
            **self.environment,
        }


@contextmanager
def private_service(
    folder: Path,
    *,
    postgres_settings: Mapping[str, str] | None = None,
    fill: Callable[[EmbeddedPostgres], None] | None = None,
) -> Iterator[PrivateService]:
    """Yield a service whose servers run and whose database is ready; nothing of it is left afterwards."""
    service = PrivateService(folder, postgres_settings=postgres_settings)
    try:
        service.start_servers(fill)
        yield service
    finally:
        service.stop()
