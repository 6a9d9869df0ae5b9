"""A GOV.UK Notify on loopback that does what a test wrote down for it."""

import json
import socket
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

API_KEY = f"test-{uuid.UUID(int=1)}-{uuid.UUID(int=2)}"


class NotifyStub:
    """Accepts what is posted, unless `script` has a step for it; `find` answers from what was accepted.

    A step is a function of (stub, handler, message). Steps: `ok`, `answer(status)`, `hang(event)`, `close`,
    `accept_then_drop`, `accept_then_hang(event)`. When the script is empty `always` decides.
    """

    def __init__(self):
        self.script, self.inbox, self.requests = [], [], []
        self.always = ok
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stub = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def reset(self):
        """Forget everything, for the next test."""
        self.script, self.inbox, self.requests, self.always = [], [], [], ok

    @property
    def references(self):
        return [message["reference"] for message in self.inbox]

    def accept(self, message):
        with self.lock:
            self.inbox.append({**message, "id": str(uuid.uuid4())})
            return self.inbox[-1]["id"]

    def next_step(self):
        with self.lock:
            return self.script.pop(0) if self.script else self.always


def ok(stub, handler, message):
    handler.reply(201, {"id": stub.accept(message)})


def answer(status, **headers):
    def step(_stub, handler, _message):
        errors = [{"error": "Scripted", "message": "07700900123 is wrong"}]
        handler.reply(status, {"status_code": status, "errors": errors}, headers)

    return step


def unreadable(stub, handler, message):
    stub.accept(message)
    handler.reply(201, "not json")


def close(_stub, handler, _message):
    handler.drop()


def hang(until):
    def step(_stub, handler, _message):
        until.wait(30)
        handler.drop()

    return step


def slow(seconds):
    def step(stub, handler, message):
        threading.Event().wait(seconds)
        ok(stub, handler, message)

    return step


def accept_then_drop(stub, handler, message):
    stub.accept(message)
    handler.drop()


def accept_then_hang(until):
    def step(stub, handler, message):
        stub.accept(message)
        until.wait(30)
        handler.drop()

    return step


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A client that was killed is what many of these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        stub = self.server.stub
        stub.requests.append(("POST", self.path, message))
        stub.next_step()(stub, self, message)

    def do_GET(self):
        stub, query = self.server.stub, parse_qs(urlsplit(self.path).query)
        stub.requests.append(("GET", self.path, {}))
        found = [one for one in stub.inbox if [one["reference"]] == query.get("reference")]
        self.reply(200, {"notifications": found[::-1], "links": {}})

    def reply(self, status, body, headers=None):
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def drop(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        """Tests read the stub's memory instead."""
