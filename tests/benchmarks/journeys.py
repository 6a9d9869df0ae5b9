"""Whole journeys through gunicorn with two workers, as a share of bare Django pages on the same server."""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.db import connection

from registry.actions.identity_checks import check_identity
from registry.matching import name_key
from registry.models import IdentityCheck, Message, MessageKind, Person, PreferenceChange
from registry.nhs_number import NHSNumber
from tests.benchmarks.measure import get_pages, line
from tests.factories.numbers import make_nhs_number
from tests.support.waiting import wait_until

CLIENTS = 4
JOURNEYS = 25
BARE_PAGES = 600
BUSIEST_PER_SECOND = 160  # June 2021's busiest week, 570,000 changes, within one hour
FIRST = 700_000
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|journey_token|submission)" value="([^"]*)"')


class Browser:
    """Keeps cookies and sends back what a page's form carries."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = link.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        link.close()
        return answer.status, answer.headers.get("Location", ""), page

    def answer(self, slug: str, **fields: str) -> str:
        """Open a step, send it, follow nothing; return where it leads."""
        status, _, page = self.send("GET", f"/choice/{slug}/")
        assert status == 200, (slug, status)
        status, location, _ = self.send("POST", f"/choice/{slug}/", {**dict(HIDDEN.findall(page)), **fields})
        assert status == 302, (slug, status)
        return location


def make_people(count: int) -> list[NHSNumber]:
    """Insert synthetic people to choose, each with an email address."""
    numbers = [make_nhs_number(FIRST + index) for index in range(count)]
    Person.objects.bulk_create(
        Person(
            nhs_number=number,
            given_names="Ada",
            family_name="Test",
            family_name_key=name_key("Test"),
            date_of_birth=date(1980, 1, 1),
            email=f"p{index}@example.com",
        )
        for index, number in enumerate(numbers)
    )
    return numbers


def journey(port: int, number: NHSNumber) -> None:
    """Walk from the name to the saved page; the code is checked and made here, as the worker would."""
    browser = Browser(port)
    browser.answer("name", given_name="Ada", family_name="Test")
    browser.answer("date-of-birth", date_of_birth_day="1", date_of_birth_month="1", date_of_birth_year="1980")
    browser.answer("know-nhs-number", knows="yes")
    browser.answer("nhs-number", nhs_number=number.spaced)
    browser.answer("code-by", code_by="email")
    browser.answer("check-your-answers")
    browser.answer("code", code=the_code(number))
    browser.answer("choice", choice="opted_out")
    browser.answer("letter", letter="no")
    assert browser.answer("review") == "/choice/saved/"
    status, _, _ = browser.send("GET", "/choice/saved/")
    assert status == 200


def the_code(number: NHSNumber) -> str:
    """Do the worker's part for whoever waits, then read the code out of the message to this person."""
    return wait_until(lambda: work_and_look(number), within=20, every=0.01)


def work_and_look(number: NHSNumber) -> str:
    """Check everyone who waits; another thread may be checking this person just now."""
    for identifier in IdentityCheck.objects.filter(state="pending").values_list("pk", flat=True):
        check_identity(identifier)
    message = Message.objects.filter(kind=MessageKind.CODE, nhs_number=number).first()
    return str(message.content["code"]) if message else ""


def report(port: int, bare_port: int) -> Iterator[str]:
    """Yield the rate of whole journeys and how many bare pages one of them is worth."""
    numbers = make_people(CLIENTS * JOURNEYS + 1)
    journey(port, numbers.pop())
    before = PreferenceChange.objects.count()
    seconds = _run(port, [numbers[index::CLIENTS] for index in range(CLIENTS)])
    done = PreferenceChange.objects.count() - before
    assert done == CLIENTS * JOURNEYS, f"{done} choices recorded"
    started = time.perf_counter()
    get_pages(bare_port, "/", BARE_PAGES)
    bare = BARE_PAGES / (time.perf_counter() - started)
    rate = done / seconds
    figure = f"{rate:.1f}/s of 21 requests each; one is worth {bare / rate:.0f} bare pages"
    yield line("whole journeys", figure, f"{BUSIEST_PER_SECOND}/s if possible", met=rate >= BUSIEST_PER_SECOND)


def _run(port: int, shares: list[list[NHSNumber]]) -> float:
    def walk(share: list[NHSNumber]) -> None:
        for number in share:
            journey(port, number)
        connection.close()

    threads = [threading.Thread(target=walk, args=[share]) for share in shares]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started
