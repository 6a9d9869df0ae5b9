"""The real application on a loopback port, and a stand-in for relay and worker.

The server runs ndop.wsgi with every middleware, WhiteNoise included, so that assets and headers are the product's.
The worker is no thread: `work` hands over what is due, as the relay does, and calls the real actions at once.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from registry import outbox
from registry.actions.identity_checks import check_identity
from registry.actions.messages import send_message
from registry.models import IdentityCheck, Message


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        """The application logs its requests itself."""


@contextmanager
def running_server() -> Iterator[str]:
    """Yield the address of the running application."""
    from ndop.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, ipv6=False, allow_reuse_address=False)
    server.daemon_threads = True
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def work() -> None:
    """Do everything that is due: look up who asked for a code, then send what there is to send."""
    for model, action in ((IdentityCheck, check_identity), (Message, send_message)):
        due: list[str] = []
        outbox.hand_over(model, due.append)
        for identifier in due:
            action(identifier)
