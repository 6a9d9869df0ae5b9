"""Starts everything in the order in which one part needs another, watches it, and stops it in reverse."""

import http.client
import json
import os
import signal
import socket
import time
from pathlib import Path

from ndop.embedded.postgres import EmbeddedPostgres
from ndop.embedded.redis import EmbeddedRedis
from ndop.run import parts
from ndop.run.announcement import announcement

FIRST_PORT = 8000
PORTS_TRIED = 100
ANSWER_SECONDS = 60.0


class Demonstration:
    """The service with its data in one folder: servers, web, worker, scheduler, relay and checker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._logs = folder / "logs"
        self._port = free_port(int(os.environ.get("NDOP_PORT", FIRST_PORT)))
        self._environment = {
            **os.environ,
            "NDOP_DEMO": "1",
            "NDOP_DATA_DIR": str(folder),
            "NDOP_SERVICE_URL": self.address,
            "PYTHONUNBUFFERED": "1",
        }
        self._servers: list[EmbeddedRedis | EmbeddedPostgres] = []
        self._parts: list[parts.Part] = []

    @property
    def address(self) -> str:
        """Where the web answers."""
        return f"http://127.0.0.1:{self._port}"

    def run(self) -> None:
        """Return after Ctrl-C or SIGTERM with everything stopped. Raises PartFailed, ServerFailed."""
        # All of them mean what Ctrl-C means; a shell starts what runs in its background with Ctrl-C ignored.
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, signal.default_int_handler)
        try:
            self._start()
            self._watch()
        except KeyboardInterrupt:
            say("\nStopping.")
        finally:
            for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(asked, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave half of it behind
            self._stop()
        say("Everything has stopped. The data is kept for the next `make run`.")

    def _start(self) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        say("Starting the servers.")
        self._start_servers()
        say("Preparing the database.")
        self._step("migrate", "migrate", "--no-input")
        self._step("search", "index_guidance")
        self._step("seed", "seed_demo")
        people = json.loads(self._step("people", "seed_demo", "--list"))
        say("Starting web, worker, scheduler, relay and checker.")
        self._start_parts()
        self._wait_for_an_answer()
        say(announcement(self.address, self._folder, people))

    def _start_servers(self) -> None:
        redis = EmbeddedRedis.find(self._folder / "redis")
        if redis is not None and not os.environ.get("REDIS_URL"):
            self._servers.append(redis)
        if not os.environ.get("DATABASE_URL"):
            self._servers.append(EmbeddedPostgres(self._folder / "postgres"))
        for server in self._servers:
            server.start()

    def _start_parts(self) -> None:
        # In the order of stopping: no new requests first, the worker last, so that it can finish its work.
        self._parts = [
            parts.filler(self._logs),
            parts.materials(self._logs),
            parts.web(self._port, self._logs),
            parts.scheduler(self._logs, self._folder / "schedule"),
            parts.relay(self._logs),
            parts.checker(self._logs),
            *([parts.mesh(self._logs)] if self._environment.get("MESH_URL") else []),
            parts.worker(self._logs),
        ]
        for part in self._parts:
            part.start(self._environment)

    def _step(self, name: str, *arguments: str) -> str:
        return parts.run_step(name, arguments, self._logs, self._environment)

    def _wait_for_an_answer(self) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while not is_healthy(self._port):
            self._check()
            if time.monotonic() > deadline:
                raise parts.PartFailed(f"The web did not answer; see {self._logs / 'web.log'}")
            time.sleep(0.1)

    def _watch(self) -> None:
        while True:
            self._check()
            time.sleep(0.25)

    def _check(self) -> None:
        for part in self._parts:
            part.check()
        for server in self._servers:
            if server.pid is None:
                raise parts.PartFailed(f"{type(server).__name__} ended by itself; see {server.log}")

    def _stop(self) -> None:
        for part in self._parts:
            part.stop()
        for server in self._servers:
            server.stop()


def is_healthy(port: int) -> bool:
    """Ask /healthz, as a load balancer would."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def free_port(first: int) -> int:
    """Return the first loopback port from `first` on that nobody listens on. Raises PartFailed."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise parts.PartFailed(f"No free port from {first} to {first + PORTS_TRIED - 1}")


def say(words: str) -> None:
    """Tell the person at the terminal."""
    print(words, flush=True)  # noqa: T201  # the terminal is this program's page
