"""A mailbox that fails on request, around a real one."""

from collections import defaultdict, deque
from contextlib import contextmanager
from typing import Literal

from registry.gateways.mesh import MeshUnavailable

# What happens at a call: all is well; it never gets there; it gets there but the answer is lost.
Plan = Literal["pass", "not sent", "answer lost"]


class FaultyMailbox:
    """Calls pass to the real mailbox unless something else is planned for them, by method and in order."""

    def __init__(self, mailbox):
        self._mailbox = mailbox
        self._plans = defaultdict(deque)
        self.odd_messages = set()
        self.sent = []

    def plan(self, method: str, *plans: Plan) -> None:
        self._plans[method].extend(plans)

    def handshake(self):
        return self._call("handshake")

    def waiting(self):
        return self._call("waiting")

    @contextmanager
    def open(self, message_id):
        if message_id in self.odd_messages:
            raise ZeroDivisionError("nobody thought of this")
        with self._call("open", message_id) as delivery:
            yield delivery

    def acknowledge(self, message_id):
        return self._call("acknowledge", message_id)

    def send(self, message):
        self.sent.append(message)
        return self._call("send", message)

    def close(self):
        self._mailbox.close()

    def _call(self, method, *arguments):
        plan = self._plans[method].popleft() if self._plans[method] else "pass"
        if plan == "not sent":
            raise MeshUnavailable("planned")
        answer = getattr(self._mailbox, method)(*arguments)
        if plan == "answer lost":
            raise MeshUnavailable("planned")
        return answer
