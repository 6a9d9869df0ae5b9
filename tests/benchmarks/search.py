"""Search of the guidance: how long the database takes over 300 pages and their answers, and a page through gunicorn.

The pages are made of the sentences of the real ones, so that words are as common and as rare as they are there.
"""

import random
import statistics
import time
from collections.abc import Iterator
from urllib.parse import quote_plus

from django.db import connection

from portal.guidance.search.entries import entries
from registry.actions.guidance.indexing import Entry, replace_index
from registry.clock import now
from registry.models import SearchKind
from registry.parties import SYSTEM
from registry.queries.guidance_search import search
from tests.benchmarks.databases import copy_database, entered
from tests.benchmarks.measure import get_pages, line

PAGES, ANSWERS = 300, 5
ROUNDS = 12
MOST_MILLISECONDS = 20.0
WARM_UP = 20
QUERIES = (
    "child 14", "no phone", "section 251", "what do i say to a patient", "power of attorney", "21 days", "prison",
    "privacy notice", "opt out", "type 1", "mesh", "who can see my choice", '"seven days"', "wrong number on record",
)  # fmt: skip


def report(database_url: str) -> Iterator[str]:
    """Yield the time in the database. The index of the measured pages has a database of its own."""
    copy_database(database_url, "guidance_search")
    with entered("guidance_search"):
        replace_index(synthetic(), by=SYSTEM, at=now())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE registry_searchentry")
        for words in QUERIES:
            assert search(words).results, words
        times = sorted(in_the_database(words) for _ in range(ROUNDS) for words in QUERIES)
    middle, worst = statistics.median(times), times[int(len(times) * 0.99)]
    figure = f"p50 {middle:.1f} ms, p99 {worst:.1f} ms of {len(times)}"
    yield line(
        f"search {PAGES} pages and their answers", figure, f"p99 at most {MOST_MILLISECONDS} ms", met=worst <= 20
    )


def through_gunicorn(port: int) -> Iterator[str]:
    """Yield the time of whole pages of results, from a service whose index holds the real content."""
    replace_index(entries(), by=SYSTEM, at=now())
    # Each worker reads the words of a new index once, and compiles its templates: so many requests reach all of them.
    get_pages(port, "/guidance/search/?q=poster", WARM_UP)
    times = []
    for words in QUERIES * ROUNDS:
        started = time.perf_counter()
        get_pages(port, f"/guidance/search/?q={quote_plus(words)}", 1)
        times.append((time.perf_counter() - started) * 1e3)
    middle, worst = statistics.median(times), sorted(times)[int(len(times) * 0.99)]
    yield line(
        "search page through gunicorn",
        f"p50 {middle:.1f} ms, p99 {worst:.1f} ms",
        "p99 at most 100 ms",
        met=worst <= 100,
    )


def in_the_database(words: str) -> float:
    """Return the milliseconds that the statements of one search take, as the driver sees it."""
    spent = 0.0

    def timed(execute, sql, params, many, context):
        nonlocal spent
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent += (time.perf_counter() - started) * 1e3

    with connection.execute_wrapper(timed):
        search(words)
    return spent


def synthetic() -> Iterator[Entry]:
    """Yield pages with their answers, always the same ones."""
    dice = random.Random(251)
    real = list(entries())
    sentences = [block for entry in real for block in entry.body.split("\n\n") if block]
    titles = [entry.title for entry in real]
    keywords = [word for entry in real for word in entry.keywords]
    for number in range(PAGES):
        answers = ["\n\n".join(dice.sample(sentences, 6)) for _ in range(ANSWERS)]
        body = "\n\n".join([*dice.sample(sentences, 20), *answers])
        address = f"/guidance/gps/page-{number}/"
        names = tuple(dict.fromkeys(dice.sample(keywords, 12)))
        yield Entry(address, SearchKind.PAGE, "gps", dice.choice(titles), dice.choice(sentences)[:300], names, body)
        for at, answer in enumerate(answers):
            title = f"{dice.choice(titles)} {at}"
            yield Entry(f"{address}#part-{at}", SearchKind.ANSWER, "gps", title[:200], answer[:300], (), answer)
