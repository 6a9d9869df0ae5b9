"""`make bench`: ours against a peer, in one run, as ratios. Absolute figures drift with the machine."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import django

from tests.benchmarks import hands
from tests.support.ports import free_port
from tests.support.service import PrivateService, Process, private_service
from tests.support.waiting import wait_until

WORKERS = ("--workers", "2", "--threads", "1")


def main() -> None:
    """Start a private service with durable commits, measure, print a row for each figure."""
    Path(".local").mkdir(exist_ok=True)
    # Before anything else: the browser test has a database and settings of its own.
    show(hands.report())
    # All of the measurement comes from one network, which no visitor's limit allows.
    os.environ["CODES_PER_NETWORK_PER_HOUR"] = "1000000"
    with tempfile.TemporaryDirectory(prefix="ndop-bench-", dir=Path.cwd() / ".local") as folder:
        Path(folder).chmod(0o755)
        with private_service(Path(folder)) as service:
            os.environ |= {
                "NDOP_DEMO": "1",
                "DATABASE_URL": service.database_url,
                "DJANGO_SETTINGS_MODULE": "ndop.settings",
            }
            django.setup()
            show(rows(service))


def show(lines: Iterable[str]) -> None:
    """Print each row as soon as it is measured."""
    for row in lines:
        sys.stdout.write(row + "\n")
        sys.stdout.flush()


def rows(service: PrivateService) -> Iterator[str]:
    """Yield every row; the modules are imported once Django is set up."""
    from tests.benchmarks import api, check_file, choices, journeys, letters, opted_out, pages, search, worklist

    # First, while nobody else is in the database that it copies.
    yield from worklist.report(service.database_url)
    yield from search.report(service.database_url)
    yield from opted_out.report(service.database_url)
    yield from letters.report()
    with tempfile.TemporaryDirectory(dir=service.folder) as lists:
        yield from check_file.report(Path(lists), service.database_url)
    yield from choices.report(service.database_url)
    ours = service.web(*WORKERS)
    port = free_port()
    bare = bare_server(service.folder, port)
    try:
        yield from pages.report(service, ours, bare, port)
        yield from search.through_gunicorn(service.web_port)
        yield from journeys.report(service.web_port, port)
        yield from api.report(service)
    finally:
        bare.kill()


def bare_server(folder: Path, port: int) -> Process:
    """Start the peer behind the same server with the same options."""
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}", *WORKERS]
    server = Process("bare", [*command, "tests.benchmarks.bare.wsgi"], folder, dict(os.environ))
    server.start()
    wait_until(lambda: answers(port), within=20)
    return server


def answers(port: int) -> bool:
    """True once the peer serves its page."""
    from tests.benchmarks.measure import get_pages

    try:
        get_pages(port, "/", 1)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
