"""A sender and our worker on the two sides of the sandbox, in one process."""

import hashlib
import json
from unittest import mock

from registry.actions.mesh import later
from registry.actions.mesh.worker import Worker
from registry.gateways.mesh import get_mailbox
from registry.models import MeshMessage
from tests.factories.numbers import make_nhs_number
from tests.fakes.mesh import FaultyMailbox
from tests.support.checks import run_open_checks

PEOPLE = [make_nhs_number(7000 + n) for n in range(12)]
NUMBERS = [number.digits for number in PEOPLE]


def listed(numbers=NUMBERS, ending="\r\n"):
    """A list as it is sent: a number and a comma on each line."""
    return "".join(f"{number},{ending}" for number in numbers).encode()


class Post:
    """`round` is one turn of the worker; `settle` lets everything that came be checked and answered."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.mailbox = FaultyMailbox(get_mailbox())
        self.worker = Worker(self.mailbox)

    def round(self):
        """One turn of a worker that has just been started: nothing is put off."""
        self.worker = Worker(self.mailbox)
        self.worker.round()

    def keep_on(self, times):
        """Turns of one worker, which remembers what has failed; the pauses are left out."""
        self.worker = Worker(self.mailbox)
        with mock.patch.object(later, "FIRST_SECONDS", 0):
            for _ in range(times):
                self.worker.round()
                run_open_checks()

    def settle(self):
        self.round()
        run_open_checks()
        self.round()

    def close(self):
        self.mailbox.close()

    def answer_to(self, content, **said):
        """Send one file, let it be answered, and return the receipt and what else came back."""
        sender = said.get("sender", "X26ABC2")
        self.sandbox.send(content, **said)
        self.settle()
        receipt, *others = self.sandbox.inbox(sender)
        assert MeshMessage.objects.exclude(state="answered").count() == 0
        assert receipt.checksum == f"sha256:{hashlib.sha256(receipt.content).hexdigest()}"
        return receipt, json.loads(receipt.content), others
