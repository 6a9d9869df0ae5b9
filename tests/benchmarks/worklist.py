"""Opening the oldest form: worklist, "take the next form" and the form's page, with 100, 10,000 and 100,000 waiting.

Each size has a database of its own in the same server. The sizes take turns within a round, so that the machine's
moods fall on all of them alike.
"""

import logging
import statistics
import time
from collections.abc import Iterator, Mapping

from django.db import connection
from django.test import Client
from django.urls import reverse

from registry.models import Case, Role
from tests.benchmarks.databases import copy_database, entered
from tests.benchmarks.measure import line
from tests.support.staff import make_staff, signed_in_client

SIZES = (100, 10_000, 100_000)
ROUNDS = 15
TARGET = 1.3
# In every open state and of every form, over two months; a third is assigned to somebody else, one in fifty is held.
LOAD = """
INSERT INTO registry_case (
    public_id, reference, form_type, arrived_by, received_on, due_on, logged_by_id, state, version, second_check,
    first_keyers, return_reasons, close_reason, assigned_to_id, claimed_by_id, claimed_until)
SELECT gen_random_uuid(), (1000000 + n) || '-C',
    (ARRAY['self', 'self', 'self', 'children', 'adult_dependant', 'detained'])[1 + n %% 6], 'post',
    current_date - (n %% 60), current_date - (n %% 60) + 14, %(other)s,
    (ARRAY['received', 'to_enter', 'to_enter', 'to_check', 'to_settle', 'to_decide'])[1 + n / 7 %% 6], 1, '',
    '{}', '{}', '',
    CASE WHEN n %% 3 = 0 THEN %(other)s END,
    CASE WHEN n %% 50 = 0 THEN %(other)s END,
    CASE WHEN n %% 50 = 0 THEN now() + interval '1 day' END
FROM generate_series(1, %(size)s::int) n
"""


def report(database_url: str) -> Iterator[str]:
    """Yield a row for each of the two larger sizes against the smallest."""
    logging.getLogger("ndop.request").disabled = True  # the requests are made in this process
    rooms = {size: Room(database_url, size) for size in SIZES}
    for room in rooms.values():
        room.open_oldest()
    rounds = [{size: room.open_oldest() for size, room in rooms.items()} for _ in range(ROUNDS)]
    for size in SIZES[1:]:
        yield _row(size, rounds)
    connection.close()


def _row(size: int, rounds: list[Mapping[int, float]]) -> str:
    small, large = (statistics.median(one[wanted] for one in rounds) for wanted in (SIZES[0], size))
    ratio = statistics.median(one[size] / one[SIZES[0]] for one in rounds)
    figure = f"{ratio:.2f}x of {SIZES[0]} ({large * 1e3:.1f} ms against {small * 1e3:.1f} ms)"
    return line(f"open the oldest of {size:,} forms that wait", figure, f"at most {TARGET}x", met=ratio <= TARGET)


class Room:
    """A database with so many forms that wait, and someone who works there."""

    def __init__(self, database_url: str, size: int) -> None:
        self.name = f"room_{size}"
        copy_database(database_url, self.name)
        with entered(self.name):
            agent, other = make_staff(Role.AGENT, password=None), make_staff(Role.AGENT, password=None)
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                cursor.execute(LOAD, {"other": other.pk, "size": size})
                cursor.execute("VACUUM ANALYZE registry_case")
            assert Case.objects.count() == size
            self.browser = signed_in_client(agent, Client(headers={"host": "127.0.0.1"}))

    def open_oldest(self) -> float:
        """Return how long it takes from asking for the worklist to seeing the oldest form; then give that back."""
        with entered(self.name):
            self._get(reverse("staff:home"))  # opens the connection, which a running service has
            started = time.perf_counter()
            self._get(reverse("staff:worklist"))
            taken = self.browser.post(reverse("staff:take-next"))
            assert taken.status_code == 302, taken.status_code
            self._get(taken["Location"])
            spent = time.perf_counter() - started
            public_id = taken["Location"].split("/")[-3]
            self.browser.post(reverse("staff:give-back", args=[public_id]))
        return spent

    def _get(self, path: str) -> None:
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
