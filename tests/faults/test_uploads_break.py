"""F22: a browser that goes away, or stops, in the middle of a file. F23: a file far beyond what the website takes."""

import socket
import time
from contextlib import closing

import pytest
import requests

from ndop.run.demonstration import is_healthy
from registry.models import Check, Upload, UploadPart
from tests.factories.organisations import make_flow, make_member
from tests.support.members import member_client
from tests.support.sent_lists import at, begin
from tests.support.waiting import PATIENCE_SECONDS, wait_until

SILENCE = 2
THREADS = 4
PART = 100_000
TOTAL = 150_000


@pytest.fixture
def web(harness):
    """One process with four threads, and somebody who is signed in."""
    before = harness.service.environment
    quick = {"LONGEST_SILENCE_SECONDS": str(SILENCE), "UPLOAD_PART_BYTES": str(PART)}
    harness.service.environment = {**before, **quick}
    try:
        harness.web(workers=1)
        yield Member(harness)
    finally:
        harness.service.environment = before


class Member:
    """Somebody whose browser speaks raw HTTP."""

    def __init__(self, harness):
        self.person, self.service = make_member(), harness.service
        self.client = member_client(self.person)
        self.flow = make_flow(self.person.organisation)

    def send(self, path, body, *, announced, kind):
        """Begin a request; return the connection on which the rest is owed."""
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        lines = [
            f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self.service.web_port}", f"Cookie: {cookie}",
            f"Content-Type: {kind}", f"Content-Length: {announced}", "Upload-Offset: 0",
            f"X-CSRFToken: {self.client.cookies['csrf'].value}", "", "",
        ]  # fmt: skip
        connection = socket.create_connection(("127.0.0.1", self.service.web_port), timeout=PATIENCE_SECONDS)
        connection.sendall("\r\n".join(lines).encode() + body)
        return connection

    def half_a_form(self):
        head = b'--b\r\nContent-Disposition: form-data; name="list"; filename="a.csv"\r\n\r\n'
        body = head + b"x" * (TOTAL // 2)
        return self.send(at("check-new"), body, announced=TOTAL, kind="multipart/form-data; boundary=b")

    def half_a_part(self):
        path = at("upload-parts", self.upload.public_id)
        return self.send(path, b"x" * (PART // 2), announced=PART, kind="application/octet-stream")

    def open_page(self):
        """Look at the page, for its token, and announce a list."""
        self.client.get(at("check-new"))
        begin(self.client, self.flow, TOTAL)

    @property
    def upload(self):
        return Upload.objects.get(person=self.person)

    def files(self):
        return [path for path in (self.service.folder / "checks").glob("??/*") if path.is_file()]

    def kept(self):
        """All that may stay of an upload."""
        return len(self.files()), Check.objects.count(), UploadPart.objects.count(), self.upload.received


def test_F22_F23_browsers_that_go_away_or_stop_or_send_too_much(web):
    """One after the other on one web process, as starting it takes longer than all of this."""
    web.open_page()
    before = web.kept()
    for half in (web.half_a_form, web.half_a_part):
        that_goes_away(web, half, before)
    that_stop(web, [web.half_a_form, web.half_a_part] * (THREADS // 2), before)
    that_sends_too_much(web, before)


def that_goes_away(web, half, before):
    connection = half()
    wait_until(lambda: len(web.files()) > before[0], every=0.02)
    connection.close()
    wait_until(lambda: web.kept() == before)


def that_stop(web, halves, before):
    """As many as there are threads: the web answers again once they were silent for too long."""
    stopped = [half() for half in halves]
    wait_until(lambda: len(web.files()) == before[0] + THREADS, every=0.02)
    started = time.monotonic()
    wait_until(lambda: is_healthy(web.service.web_port))
    assert time.monotonic() - started < SILENCE + 10  # it would be 20 s and more if the setting were not heeded
    wait_until(lambda: web.kept() == before)
    for connection in stopped:
        connection.close()


def that_sends_too_much(web, before):
    """Refused when it is announced: not a byte of the 20 GB was sent."""
    started = time.monotonic()
    kind = "multipart/form-data; boundary=b"
    with closing(web.send(at("check-new"), b"", announced=20 * 1024**3, kind=kind)) as link:
        answer = link.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")
    assert time.monotonic() - started <= 1
    assert requests.get(web.service.address + "/healthz", timeout=PATIENCE_SECONDS).ok
    assert web.kept() == before
