"""Measuring fairly: peer and ours in turn, medians, processor time of the server's own processes."""

import http.client
import statistics
from collections.abc import Callable
from dataclasses import dataclass

import psutil

ROUNDS = 7


@dataclass(frozen=True)
class Cost:
    """Processor seconds and peak memory of a group of processes while something ran."""

    seconds: float
    peak_mb: float


def group(pid: int) -> list[psutil.Process]:
    """Return a server's processes: the one started and its workers."""
    leader = psutil.Process(pid)
    return [leader, *leader.children(recursive=True)]


def cost_of(pid: int, work: Callable[[], object]) -> Cost:
    """Run `work` and return what the server's processes spent on it."""
    processes = group(pid)
    before = sum(_spent(process) for process in processes)
    work()
    after = sum(_spent(process) for process in processes)
    return Cost(after - before, max(process.memory_info().rss for process in processes) / 1e6)


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def get_pages(port: int, path: str, count: int) -> None:
    """Fetch a page `count` times; a page that does not answer 200 ends the measurement."""
    for _ in range(count):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
        link.close()
        assert answer.status == 200, (path, answer.status)


def alternate(ours: Callable[[], float], peer: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Run both in turn after one warm-up; return the medians and the median of the ratios, pair by pair."""
    ours(), peer()
    pairs = [(ours(), peer()) for _ in range(rounds)]
    mine, theirs = zip(*pairs, strict=True)
    return (
        statistics.median(mine),
        statistics.median(theirs),
        statistics.median(a / b for a, b in pairs),
    )


def line(name: str, figure: str, target: str, *, met: bool) -> str:
    """Return one row of the report."""
    return f"{name:<52} {figure:<58} {target:<26} {'met' if met else 'NOT MET'}"
