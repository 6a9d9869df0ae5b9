"""The checker, in the test's own process. Its snapshot is a transaction of its own, so the test has to commit."""

from registry.actions.checks.running import run_check
from registry.models import Check, WorkState


def run_open_checks():
    for check in Check.objects.filter(state=WorkState.PENDING).order_by("pk"):
        run_check(check.pk)
