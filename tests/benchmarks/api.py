"""Lists answered at once by the API, against a bare Django view with the same middlewares on the same server.

With one thread for each process, as the target is meant, and once with the threads of `ndop.run.parts.web`.
"""

import json
import os
import random
import socket
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from ndop.run import parts
from registry.actions.organisations.keys import NewKey, make_key
from registry.clock import now
from registry.models import ApiScope
from registry.parties import SYSTEM
from tests.benchmarks.measure import line
from tests.factories.numbers import check_digit
from tests.factories.organisations import grant_few, make_flow, make_organisation
from tests.support.ports import free_port
from tests.support.service import PrivateService, Process
from tests.support.waiting import wait_until

CONNECTIONS = 8
OPTED_OUT = 100_000
# The first of the numbers that are made up for the measurement; they exist only while it runs.
FIRST = 4_000_000_000
ROUNDS = 5
REQUESTS = {1: 1000, 100: 400, 10_000: 80}
OURS, BARE, DURABLE = "ndop.wsgi", "tests.benchmarks.bare.same_middlewares", "tests.benchmarks.bare.one_durable_row"
# The last of gunicorn's options win, so none means those of the service.
ONE_THREAD, AS_SERVED = ("--threads", "1"), ()
SERVERS = [(OURS, ONE_THREAD), (BARE, ONE_THREAD), (DURABLE, ONE_THREAD), (OURS, AS_SERVED), (BARE, AS_SERVED)]
# All but ours with one thread, which is asked about lists of every size.
PEERS = SERVERS[1:]
LEAST_SHARE = 0.45
MOST_TIMES = 12
# Numbers that could exist are about ten of eleven bodies; the check digit is computed by the database itself.
FILL = """
INSERT INTO registry_preference (public_id, nhs_number, status, source, case_reference, decided_at, recorded_at,
    version, consenting_party, proxy_role, proxy_name, proxy_contact)
SELECT gen_random_uuid(), number, 'opted_out', 'OP', '', now(), now(), 1, number, '', ''::bytea, ''::bytea
FROM generate_series(%s, %s::bigint) AS number WHERE registry_is_nhs_number(number) LIMIT %s
"""
# What the second peer writes to: no index, no constraint, no trigger.
BARE_ROWS = "CREATE TABLE IF NOT EXISTS bare_row (received bigint, at timestamptz DEFAULT clock_timestamp())"


@dataclass(frozen=True)
class Burst:
    """What came of a number of requests over eight connections."""

    per_second: float
    p99_ms: float


class Caller:
    """Sends one organisation's lists, each different, as bytes that were made beforehand."""

    def __init__(self, secret: str, flow: str) -> None:
        self._head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\nContent-Type: application/json\r\n"
        self._flow = flow
        self._random = random.Random(1)

    def requests(self, size: int, count: int) -> list[bytes]:
        """Return requests for lists of this size, of which about one number in twenty is opted out."""
        return [self._request(self._list(size)) for _ in range(count)]

    def _list(self, size: int) -> list[str]:
        bodies = self._random.sample(range(FIRST // 10, FIRST // 10 + OPTED_OUT * 20), size + size // 5 + 20)
        found = [f"{body}{check_digit(body)}" for body in bodies if check_digit(body) < 10]
        return found[:size]

    def _request(self, numbers: Sequence[str]) -> bytes:
        body = json.dumps({"flow": self._flow, "numbers": numbers})
        head = f"POST /api/checks HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        return (head + body).encode()


def report(service: PrivateService) -> Iterator[str]:
    """Yield a row for each size of list, and for what waiting for the disk costs."""
    caller = prepare()
    ports = {server: free_port() for server in SERVERS}
    servers = [start_server(service, *server, port) for server, port in ports.items()]
    try:
        yield from rows(caller, ports)
    finally:
        for server in servers:
            server.kill()


def rows(caller: Caller, ports: Mapping[Any, int]) -> Iterator[str]:
    """Measure the peers, one, a hundred and ten thousand in turn, five times after a warm-up; compare by rounds."""
    found = [
        {peer: burst(ports[peer], caller, 1) for peer in PEERS}
        | {size: burst(ports[SERVERS[0]], caller, size) for size in REQUESTS}
        for _ in range(ROUNDS + 1)
    ]
    rounds = found[1:]
    figures = {what: said([one[what] for one in rounds]) for what in found[0]}
    bare, durable, ours_served, bare_served = PEERS
    share, floor, served = (
        statistics.median(one[what].per_second / one[peer].per_second for one in rounds)
        for what, peer in ((1, bare), (durable, bare), (ours_served, bare_served))
    )
    yield line("API, one number", f"{share:.2f} of bare ({figures[1]}; bare {figures[bare]})", "at least 0.45",
               met=share >= LEAST_SHARE)  # fmt: skip
    # No target: it says how near to a bare view anything can come that is acknowledged only when it is on the disk.
    yield f"{'API, bare view that writes one durable row':<52} {floor:.2f} of bare ({figures[durable]})"
    yield f"{'API, one number, as the service is served':<52} {served:.2f} of bare ({figures[ours_served]})"
    for size, most in ((100, MOST_TIMES), (10_000, MOST_TIMES)):
        times = statistics.median(one[1].per_second / one[size].per_second for one in rounds)
        yield line(f"API, {size:,} numbers", f"{times:.1f}x the time of one ({figures[size]})", f"at most {most}x",
                   met=times <= most)  # fmt: skip


def said(bursts: Sequence[Burst]) -> str:
    """Return medians in words."""
    rate = statistics.median(one.per_second for one in bursts)
    return f"{rate:.0f}/s, p99 {statistics.median(one.p99_ms for one in bursts):.0f} ms"


def prepare() -> Caller:
    """Make an organisation without limits, and choices to ask about."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(FILL, [FIRST, FIRST + OPTED_OUT * 12, OPTED_OUT])
        cursor.execute("ANALYZE registry_preference")
        cursor.execute(BARE_ROWS)
    organisation = grant_few(make_organisation(requests_per_minute=2**31 - 1, numbers_per_day=2**31 - 1))
    flow = make_flow(organisation)
    scopes = NewKey(name="Benchmark", scopes=(ApiScope.CHECK,), lasts=timedelta(days=1))
    _, secret = make_key(organisation, scopes, made_by=None, by=SYSTEM, at=now())
    return Caller(secret, str(flow.public_id))


def burst(port: int, caller: Caller, size: int) -> Burst:
    """Send the requests over eight connections; an answer other than 200 ends the measurement."""
    requests = caller.requests(size, REQUESTS[size])
    took: list[float] = []
    threads = [
        threading.Thread(target=send_all, args=[port, requests[index::CONNECTIONS], took])
        for index in range(CONNECTIONS)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    assert len(took) == len(requests), "a request was not answered with 200"
    return Burst(len(took) / seconds, statistics.quantiles(took, n=100)[98] * 1000)


def send_all(port: int, requests: Sequence[bytes], took: list[float]) -> None:
    for request in requests:
        started = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
            link.sendall(request)
            answer = link.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200"), answer[:400]
            while link.recv(1 << 20):
                pass
        took.append(time.perf_counter() - started)


def start_server(service: PrivateService, application: str, options: Sequence[str], port: int) -> Process:
    """Start an application as the service's own web is started, but for these options."""
    served = [application if part == OURS else part for part in parts.web(port, service.folder).command]
    server = Process(f"api-{port}", [*served, *options], service.folder, {**os.environ, "NDOP_DEMO": "1"})
    server.start()
    wait_until(lambda: is_listening(port), within=20)
    return server


def is_listening(port: int) -> bool:
    """True once the peer takes connections."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
