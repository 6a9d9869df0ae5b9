"""Links and pictures: what the renderer could not place, and anchors that no page has."""

import re
from collections.abc import Iterator, Mapping

from django.urls import Resolver404, resolve

from ndop.nhsuk.markdown import Rendered
from portal.guidance.page import Page
from portal.guidance.review.findings import Bodies, Finding, of_page

# Read from what was rendered: every address has been put right there.
ANCHOR = re.compile(r'<a href="([^"#]*)#([^"]*)"')


def find(bodies: Bodies) -> Iterator[Finding]:
    """Yield every dead link, and whatever else the renderer has complained about."""
    anchors = {page.address: found.anchors for page, found in bodies.items()}
    for page, found in bodies.items():
        yield from (of_page(page, problem.words, problem.line) for problem in found.problems)
        yield from (of_page(page, words) for words in _dead_anchors(page, found, anchors))


def _dead_anchors(page: Page, found: Rendered, anchors: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for path, anchor in ANCHOR.findall(str(found.html)):
        address = page.address if not path else _address(path)
        if address in anchors and anchor not in anchors[address]:
            near = ", ".join(sorted(anchors[address] - {"maincontent"}))
            yield f"{address} has no part #{anchor}; its parts are: {near}"


def _address(path: str) -> str:
    """Return the address of the page at a path; the path itself when it is none of the guidance."""
    try:
        found = resolve(path)
    except Resolver404:
        return path
    if found.namespaces != ["guidance"]:
        return path
    values = found.kwargs
    return f"{values['section']}/{values['page']}" if "page" in values else (found.url_name or path)
