"""An embedded Redis: whatever redis-server or valkey-server there is, on a private socket, in memory only."""

import signal
import subprocess
from pathlib import Path
from typing import Self

import redis

from ndop.embedded.binaries import find_redis
from ndop.embedded.locations import redis_socket, socket_dir
from ndop.embedded.processes import (
    ServerFailed,
    end,
    end_leftover,
    kill_tree,
    make_private,
    tail,
    tied_to_parent,
    wait_until_ready,
)

START_SECONDS = 15.0


class EmbeddedRedis:
    """One Redis in a folder, on a socket only its owner can open, or on a loopback port for fault tests.

    Start it from a thread that lives on: Linux stops the server with that thread.
    """

    def __init__(self, data_dir: Path, *, program: Path, tcp_port: int | None = None) -> None:
        self.data_dir = data_dir.resolve()
        self.log = self.data_dir / "redis.log"
        self._program = program
        self._port = tcp_port
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def find(cls, data_dir: Path, *, tcp_port: int | None = None) -> Self | None:
        """Return a Redis for this folder, or None when no program for it can be found."""
        program = find_redis()
        return cls(data_dir, program=program, tcp_port=tcp_port) if program else None

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def url(self, index: int = 0) -> str:
        """Return the address of one of its databases, as redis-py and REDIS_URL read it."""
        if self._port is None:
            return f"unix://{redis_socket(self.data_dir)}?db={index}"
        return f"redis://127.0.0.1:{self._port}/{index}"

    def start(self) -> None:
        """Start the server, empty. Raises ServerFailed."""
        if self.pid:
            return
        for folder in (self.data_dir, socket_dir(self.data_dir)):
            make_private(folder)
        names = ["redis-server", "valkey-server"]
        end_leftover(self._pid_file, names=names, folder=self.data_dir, by=signal.SIGTERM)
        self._launch()
        assert self._process is not None
        if not wait_until_ready(self._process, self._is_ready, within=START_SECONDS):
            self.kill()
            raise ServerFailed(f"Redis did not start; the end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        """Stop the server; what was in it is gone."""
        if self._process:
            end(self._process, by=signal.SIGTERM, within=10)
            self._process = None

    def kill(self) -> None:
        """Kill the server at once."""
        if self._process:
            kill_tree(self._process.pid)
            self._process.wait()
            self._process = None

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "redis.pid"

    def _launch(self) -> None:
        listen = ["--port", str(self._port or 0), "--bind", "127.0.0.1"]
        if self._port is None:
            listen += ["--unixsocket", str(redis_socket(self.data_dir)), "--unixsocketperm", "700"]
        keep_nothing = ["--save", "", "--appendonly", "no"]
        place = ["--dir", str(self.data_dir), "--pidfile", str(self._pid_file), "--databases", "64"]
        command = [str(self._program), *listen, *keep_nothing, *place]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program and arguments
                tied_to_parent(command, at_end=signal.SIGTERM),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data_dir,
                start_new_session=True,  # Ctrl-C in the terminal must reach the supervisor only
            )

    def _is_ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=2) as client:
                # On a port that was taken it would be somebody else's server that answers.
                return bool(client.info("server")["process_id"] == self.pid)
        except redis.ConnectionError:
            return False
