"""Telling an organisation's systems that a check has ended: queued with the end itself, signed, tried again (T37).

A call holds no number: id, reference, state and links. It is signed as https://www.standardwebhooks.com/ says.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

import structlog
from celery.utils.time import get_exponential_backoff_interval
from django.conf import settings
from django.db import transaction

from registry import audit, outbox
from registry.clock import now
from registry.gateways.webhook_caller import AddressRefused, CallFailed, call, check_address
from registry.models import AuditAction, Check, Organisation, WayIn, Webhook, WebhookDelivery, WorkState
from registry.parties import Actor

log = structlog.get_logger("registry.webhooks")
SECRET_BYTES = 32
PREFIX = "whsec_"
DEADLINE = timedelta(hours=24)
# A call may take twice PROVIDER_TIMEOUT, for each address of the name.
LEASE = timedelta(seconds=30)
FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 7200


class CannotCall(Exception):
    """We do not call such an address; `reason` as in AddressRefused."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def set_webhook(organisation: Organisation, url: str, *, by: Actor, at: datetime) -> tuple[Webhook, str]:
    """Call this address from now on, and no other; return the secret that signs, shown once. Raises CannotCall."""
    try:
        check_address(url)
    except AddressRefused as error:
        raise CannotCall(error.reason) from None
    secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    with transaction.atomic():
        _remove(organisation, at)
        webhook = Webhook.objects.create(organisation=organisation, url=url, secret=secret)
        _record(webhook, "set", by, at)
    return webhook, secret


def remove_webhook(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Call nobody any more. A second time changes nothing."""
    with transaction.atomic():
        for webhook in _remove(organisation, at):
            _record(webhook, "removed", by, at)


def call_about(check: Check, *, at: datetime) -> None:
    """Queue a call about a check that has ended, in the caller's transaction; only for files that came by the API."""
    if check.way_in != WayIn.API_FILE:
        return
    for webhook in Webhook.objects.filter(organisation=check.organisation_id, removed_at=None):
        WebhookDelivery.objects.get_or_create(
            webhook=webhook,
            check_told=check,
            defaults={"deadline_at": at + DEADLINE, "request_id": audit.current_request_id()},
        )
        outbox.wake_relay()


def deliver(delivery_id: str) -> None:
    """Make one call if it is open and due; safe to run twice and at the same time.

    After a claim that died the call is simply made again: its id lets the receiver notice.
    """
    claimed = outbox.claim(WebhookDelivery, delivery_id, LEASE)
    if claimed is None:
        return
    row, _ = claimed
    try:
        _try(row)
    except outbox.ClaimLost:
        log.warning("claim lost", delivery=str(row.public_id))


def body_of(check: Check) -> bytes:
    """Return what is said about a check."""
    job = f"{settings.NDOP_SERVICE_URL}/api/jobs/{check.public_id}"
    said = {
        "type": "check.ended",
        "id": str(check.public_id),
        "reference": check.reference,
        "state": "done" if check.state == WorkState.DONE else "failed",
        "test": check.is_test,
        "links": {"self": job, "result": f"{job}/result", "report": f"{job}/report", "receipt": f"{job}/receipt"},
    }
    return json.dumps(said, separators=(",", ":")).encode()


def signed(secret: str, identifier: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers that prove who calls and when."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{identifier}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }


def _try(row: WebhookDelivery) -> None:
    webhook = row.webhook
    if webhook.removed_at is not None or not webhook.organisation.is_active:
        outbox.finish(row, WorkState.FAILED, error="removed")
        return
    body = body_of(row.check_told)
    headers = signed(webhook.secret, str(row.public_id), int(now().timestamp()), body)
    outbox.hold(row, LEASE)
    try:
        call(webhook.url, body, {"Content-Type": "application/json", "User-Agent": "ndop-webhook/1", **headers})
    except (AddressRefused, CallFailed) as error:
        wait = get_exponential_backoff_interval(FIRST_WAIT_SECONDS, row.attempts - 1, LONGEST_WAIT_SECONDS)
        outbox.put_back(row, after=timedelta(seconds=wait), error=str(error)[:64])
        log.info("webhook waits", delivery=str(row.public_id), error=str(error), attempts=row.attempts)
        return
    outbox.finish(row, WorkState.DONE)


def _remove(organisation: Organisation, at: datetime) -> list[Webhook]:
    rows = list(Webhook.objects.select_for_update().filter(organisation=organisation, removed_at=None))
    for webhook in rows:
        webhook.removed_at = at
        webhook.save(update_fields=["removed_at"])
    return rows


def _record(webhook: Webhook, what: str, by: Actor, at: datetime) -> None:
    about = ("webhook", str(webhook.public_id))
    audit.record(AuditAction.WEBHOOK_SET, by=by, at=at, about=about, reason=what)
