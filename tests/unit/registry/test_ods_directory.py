"""The directory of practices, against a server that answers as the real one does, and as it should not."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registry.gateways import ods_directory
from registry.gateways.local_ods_directory import PRACTICES
from registry.gateways.ods_directory import (
    FoundPractice,
    OdsUnavailable,
    OrdDirectory,
    PracticeNotFound,
    as_written,
    get_ods_directory,
)
from registry.queries.practices import practice_of

FULL = {
    "Organisation": {
        "Name": "THE ELMS SURGERY",
        "GeoLoc": {"Location": {"AddrLn1": "1 EXAMPLE STREET", "Town": "LEEDS", "PostCode": "LS1 1AA"}},
        "Contacts": {"Contact": [{"type": "http", "value": "x"}, {"type": "tel", "value": "0113 496 0001"}]},
    }
}


class Ods:
    """What the server answers, and what it was asked."""

    def __init__(self):
        self.status, self.body, self.seconds, self.asked = 200, json.dumps(FULL).encode(), 0.0, []


@pytest.fixture
def ods(settings):
    state = Ods()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            state.asked.append((self.path, self.headers["Accept"]))
            time.sleep(state.seconds)
            self.send_response(state.status)
            if state.status == 302:
                self.send_header("Location", "http://elsewhere.example/")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            with suppress(OSError):  # who asked may have given up
                self.wfile.write(state.body)

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.ODS_DIRECTORY_URL = f"http://127.0.0.1:{server.server_port}/ORD/2-0-0"
    settings.ODS_TIMEOUT = 30
    yield state
    server.shutdown()
    server.server_close()


def test_practice_is_read_as_people_write_it(ods):
    address = ("1 Example Street", "Leeds", "LS1 1AA")
    assert practice_of("y99 001") == FoundPractice("Y99001", "The Elms Surgery", address, "0113 496 0001")
    assert ods.asked == [("/ORD/2-0-0/organisations/Y99001", "application/json")]


def test_what_the_directory_does_not_know_is_empty(ods):
    ods.body = b'{"Organisation": {"Name": "Dr McSample"}}'
    assert practice_of("Y99001") == FoundPractice("Y99001", "Dr McSample")


@pytest.mark.parametrize("code", ["", "A", "../roles", "Y9900100000", "Y99/1", "Ÿ99001"])
def test_code_that_cannot_be_one_is_not_asked_for(ods, code):
    with pytest.raises(PracticeNotFound):
        practice_of(code)
    assert ods.asked == []


def test_code_that_nobody_has_is_not_found(ods):
    ods.status = 404
    with pytest.raises(PracticeNotFound):
        practice_of("Y99001")


@pytest.mark.parametrize("status", [302, 400, 429, 500, 503])
def test_any_other_answer_is_no_answer(ods, status):
    ods.status = status
    with pytest.raises(OdsUnavailable, match=f"answered {status}"):
        practice_of("Y99001")


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"", b"[]", b'"x"', b"{}", b'{"Organisation": []}', b'{"Organisation": {"Name": "A", "GeoLoc": 1}}',
     b'{"Organisation": {"Name": "A", "Contacts": {"Contact": [1]}}}', b"\xff\xfe\x00", b"x" * (1024 * 1024 + 2)],
    ids=lambda body: body[:30].decode("latin-1"),
)  # fmt: skip
def test_nonsense_is_no_answer(ods, body):
    ods.body = body
    with pytest.raises(OdsUnavailable):
        practice_of("Y99001")


def test_slow_answer_is_no_answer(ods, settings):
    settings.ODS_TIMEOUT = 0.3
    ods.seconds = 5
    start = time.monotonic()
    with pytest.raises(OdsUnavailable, match="Timeout"):
        practice_of("Y99001")
    assert time.monotonic() - start < 5


def test_few_pages_wait_for_it_at_once(ods, monkeypatch):
    monkeypatch.setattr(ods_directory, "_places", threading.BoundedSemaphore(1))
    with ods_directory._places, pytest.raises(OdsUnavailable, match="too many"):
        practice_of("Y99001")
    assert practice_of("Y99001").name == "The Elms Surgery"


def test_server_that_is_away_is_no_answer(settings):
    settings.ODS_DIRECTORY_URL = "http://127.0.0.1:1/ORD"
    assert isinstance(get_ods_directory(), OrdDirectory)
    with pytest.raises(OdsUnavailable, match="ConnectionError"):
        practice_of("Y99001")


def test_demonstration_has_five_made_up_practices(settings):
    assert settings.ODS_DIRECTORY_URL == ""
    assert len(PRACTICES) == 5
    assert [practice_of(code) for code in PRACTICES] == list(PRACTICES.values())
    with pytest.raises(PracticeNotFound):
        practice_of("X99999")


def test_capitals_become_words_and_mixed_writing_stays():
    assert as_written("ST MARY'S & PARTNERS") == "St Mary's & Partners"
    assert as_written("Dr McSample") == "Dr McSample"
