"""What Celery may be asked to do. Arguments are ids of rows; retries live in the rows, never in Celery."""

from celery import shared_task

from registry.actions import heartbeat, identity_checks, messages, purge, webhooks
from registry.actions.cases import destruction, rechecks
from registry.clock import now
from registry.parties import SYSTEM


@shared_task(name="registry.tasks.check_identity")
def check_identity(check_id: str) -> None:
    """Look up who asked for a code and write the message that carries it."""
    identity_checks.check_identity(check_id)


@shared_task(name="registry.tasks.send_message")
def send_message(message_id: str) -> None:
    """Send one email, text or letter."""
    messages.send_message(message_id)


@shared_task(name="registry.tasks.call_webhook")
def call_webhook(delivery_id: str) -> None:
    """Tell an organisation's system that a check has ended."""
    webhooks.deliver(delivery_id)


@shared_task(name="registry.tasks.beat_heart")
def beat_heart() -> None:
    """Show that a worker takes tasks and the scheduler gives them."""
    heartbeat.beat("worker")


@shared_task(name="registry.tasks.purge_expired")
def purge_expired() -> None:
    """Erase what has outlived its period."""
    purge.purge_expired(by=SYSTEM, at=now())


@shared_task(name="registry.tasks.recheck_scans")
def recheck_scans() -> None:
    """Ask the virus scanner again about scans that it did not answer for."""
    rechecks.recheck_held(by=SYSTEM, at=now())


# A night's work is longer than a message's.
@shared_task(name="registry.tasks.destroy_paper", soft_time_limit=100, time_limit=110)
def destroy_paper() -> None:
    """Destroy scans that are past their period."""
    destruction.destroy_paper(by=SYSTEM, at=now())
