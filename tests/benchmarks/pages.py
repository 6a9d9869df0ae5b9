"""Processor time of one page against a bare Django template page behind the same server."""

from collections.abc import Iterator

from tests.benchmarks.measure import alternate, cost_of, get_pages, line
from tests.support.service import PrivateService, Process

COUNT = 400
TARGETS = {
    "/choice/name/": ("question page, new visitor", 4.0),
    "/other-ways/": ("page to read", 2.5),
    "/guidance/gps/reception/": ("page of the guidance", 2.5),
}


def report(service: PrivateService, ours: Process, bare: Process, bare_port: int) -> Iterator[str]:
    """Yield a row for each page."""
    for path, (name, target) in TARGETS.items():
        mine, peer, ratio = alternate(
            lambda path=path: cost_of(ours.pid, lambda: get_pages(service.web_port, path, COUNT)).seconds / COUNT,
            lambda: cost_of(bare.pid, lambda: get_pages(bare_port, "/", COUNT)).seconds / COUNT,
        )
        figure = f"{ratio:.2f}x bare ({mine * 1e3:.2f} ms CPU against {peer * 1e3:.2f} ms)"
        yield line(name, figure, f"at most {target}x", met=ratio <= target)
