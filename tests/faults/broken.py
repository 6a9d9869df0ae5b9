"""Runs a part of the service with one defence taken out, to show that its fault test would notice.

    python -m tests.faults.broken DEFECT[,DEFECT…] celery worker …
    python -m tests.faults.broken DEFECT[,DEFECT…] manage relay

Nothing of this is in the product: a defect replaces one function or setting of it in this process and its children.
"""

import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ndop.settings")
django.setup()

from registry import outbox  # noqa: E402
from registry.actions import messages, relay  # noqa: E402
from registry.actions.envelopes import confirmations  # noqa: E402
from registry.gateways import notify  # noqa: E402


def no_sweep():
    """Claims of dead workers, and what the broker lost, are never freed."""
    relay.sweep = lambda: None


def no_look_up():
    """What may have arrived is sent again without asking."""
    notify.Notify.find = lambda _self, _reference: None


def claim_by_reading():
    """Read the state, then write it: two workers at once both see an open row."""

    def claim(model, identifier, lease):
        row = model.objects.get(pk=identifier)
        before = row.state
        if before not in outbox.OPEN_STATES:
            return None
        time.sleep(0.1)
        model.objects.filter(pk=identifier).update(
            state="claimed", claim_id=outbox.new_claim(), lease_until=outbox.DatabaseNow() + lease
        )
        return model.objects.get(pk=identifier), before

    outbox.claim = claim
    outbox.hold = lambda *_, **__: None


def soon():
    """Not a defect: the first wait after an unknown outcome is one second instead of ten."""
    messages.FIRST_WAIT_SECONDS = 1


def short_letters():
    """Not a defect: letters are not typeset, which takes longer than everything that becomes of them."""
    confirmations.confirmation_letter = lambda confirmation: b"%PDF-1.7 " + str(confirmation.message_id).encode()


def quick():
    """Not a defect: what the broker lost is handed over again after three seconds instead of thirty."""
    outbox.LOST_AFTER = timedelta(seconds=3)


DEFECTS = {defect.__name__: defect for defect in (no_sweep, no_look_up, claim_by_reading, quick, soon, short_letters)}


def main():
    names, program, *arguments = sys.argv[1:]
    for name in names.split(","):
        DEFECTS[name]()
    if program == "celery":
        from ndop.celery import app

        app.worker_main(arguments)
    else:
        from django.core.management import call_command

        call_command(*arguments)


if __name__ == "__main__":
    main()
