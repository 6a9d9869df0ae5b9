"""The processes beside the servers: what each is called, how it starts and how it is asked to end."""

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ndop.embedded.processes import end, tail, tied_to_parent

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
STOP_SECONDS = 20.0


class PartFailed(Exception):
    """A part ended by itself, or a step of the start did; the message ends with the last lines of its log."""


@dataclass
class Part:
    """One child process whose output goes to `<logs>/<name>.log`. An errand may end by itself, once it is done."""

    name: str
    command: Sequence[str]
    logs: Path
    is_errand: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it, away from the terminal's Ctrl-C, so that the order of stopping is ours."""
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # the commands below
                tied_to_parent(self.command, at_end=signal.SIGTERM),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=REPOSITORY,
                env=environment,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raise PartFailed if it has ended by itself, an errand only if it has failed."""
        ended = None if self._process is None else self._process.poll()
        if self._process is not None and ended is not None and not (self.is_errand and ended == 0):
            raise PartFailed(
                f"The {self.name} ended with code {self._process.returncode}. The end of {self.log}:\n{tail(self.log)}"
            )

    def stop(self) -> None:
        """Let it finish what it is doing, for twenty seconds at most."""
        if self._process is not None:
            end(self._process, by=signal.SIGTERM, within=STOP_SECONDS)


def run_step(name: str, arguments: Sequence[str], logs: Path, environment: Mapping[str, str]) -> str:
    """Run one management command to its end and return what it printed. Raises PartFailed."""
    log = logs / f"{name}.log"
    with log.open("wb") as errors:
        answer = subprocess.run(  # noqa: S603  # our own commands
            [sys.executable, "manage.py", *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=REPOSITORY,
            env=environment,
        )
    if answer.returncode:
        raise PartFailed(f"`manage.py {' '.join(arguments)}` failed. The end of {log}:\n{tail(log)}")
    return answer.stdout.decode()


def web(port: int, logs: Path) -> Part:
    """Gunicorn: two processes, so that the demonstration meets the same races as production."""
    serve = [str(PROGRAMS / "gunicorn"), "ndop.wsgi", "--bind", f"127.0.0.1:{port}"]
    size = ["--workers", "2", "--threads", "4", "--graceful-timeout", "10"]
    # Without the last option gunicorn opens a control socket in the home folder.
    return Part("web", [*serve, *size, "--no-control-socket"], logs)


def worker(logs: Path) -> Part:
    """Celery's worker: sends messages, checks identities."""
    options = ["--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return Part("worker", [str(PROGRAMS / "celery"), "-A", "ndop.celery", "worker", *options], logs)


def scheduler(logs: Path, schedule: Path) -> Part:
    """Celery beat; it keeps no pid file, so that a killed run cannot block the next."""
    options = ["--schedule", str(schedule), "--pidfile", "", "--loglevel", "INFO"]
    return Part("scheduler", [str(PROGRAMS / "celery"), "-A", "ndop.celery", "beat", *options], logs)


def relay(logs: Path) -> Part:
    """Hands ids of due work from PostgreSQL to Redis."""
    return Part("relay", [sys.executable, "manage.py", "relay"], logs)


def checker(logs: Path) -> Part:
    """Checks lists of NHS numbers."""
    return Part("checker", [sys.executable, "manage.py", "checker"], logs)


def filler(logs: Path) -> Part:
    """Fills the back office with paper forms while the service already answers; politely, as it takes minutes."""
    command = ["nice", "-n", "15", sys.executable, "manage.py", "seed_room"]
    return Part("filler", command, logs, is_errand=True)


def materials(logs: Path) -> Part:
    """Makes the posters and slides before anybody asks for one."""
    return Part("materials", ["nice", "-n", "5", sys.executable, "manage.py", "build_materials"], logs, is_errand=True)


def mesh(logs: Path) -> Part:
    """Fetches files by MESH and answers them, where a mailbox is configured."""
    return Part("mesh", [sys.executable, "manage.py", "mesh"], logs)
