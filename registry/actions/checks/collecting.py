"""Fetching what a check gave: a result only while it may be used, the report as long as it lies here."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal

from django.db import transaction

from registry import audit
from registry.encryption import CannotDecrypt
from registry.gateways import check_store
from registry.models import AuditAction, Check
from registry.parties import Actor

What = Literal["result", "report"]
KNOWN_ENDINGS = re.compile(r"\.(csv|dat|tsv|txt)$", re.IGNORECASE)


class ResultExpired(Exception):
    """It may not be used any more: check the list again."""


class ResultGone(Exception):
    """There is none: the check gave no result, or its file was erased or lost."""


@dataclass(frozen=True)
class Collected:
    """A file to read and close, its name for whoever saves it, and its size in bytes."""

    file: BinaryIO
    name: str
    size: int


def collect(check: Check, what: What, *, by: Actor, at: datetime) -> Collected:
    """Open the result or the report, and write down who fetched it. Raises ResultExpired, ResultGone.

    The first time that the result is fetched is kept on the check.
    """
    with transaction.atomic():
        check = Check.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=check.pk)
        _refuse_expired(check, at)
        if what == "result" and check.collected_at is None:
            check.collected_at = at
            check.save(update_fields=["collected_at"])
        about = ("check", str(check.public_id))
        audit.record(AuditAction.CHECK_COLLECTED, by=by, at=at, about=about, details={"what": what})
        file = _open(check, what)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return Collected(file, result_name(check, what, at), size)


def result_name(check: Check, what: What, at: datetime) -> str:
    """Return a file name that says until when the answer may be used, or that it has expired.

    The day is the one in UTC on which it expires, so that whoever goes by the name stops early, never late.
    """
    day = f"{check.valid_until:%Y-%m-%d}"
    until = f"use-before-{day}" if check.valid_until is not None and at < check.valid_until else f"EXPIRED-{day}"
    start = f"UPH-{'TEST-' if check.is_test else ''}{check.reference}"
    return f"{start}-report-{until}.csv" if what == "report" else f"{start}-{until}{_ending(check.file_name)}"


def _refuse_expired(check: Check, at: datetime) -> None:
    if check.published_at is None or check.valid_until is None:
        raise ResultGone("the check gave no result")
    if at >= check.valid_until:
        raise ResultExpired("the result has expired")


def _open(check: Check, what: What) -> BinaryIO:
    name = check.result_name if what == "result" else check.report_name
    if name is None:
        raise ResultGone("the file was erased")
    try:
        return check_store.open_kept(name, owner=check.organisation.public_id)
    except (check_store.FileMissing, CannotDecrypt) as error:
        raise ResultGone("the file was lost or damaged") from error


def _ending(file_name: str) -> str:
    found = KNOWN_ENDINGS.search(file_name)
    return found.group().lower() if found else ".csv"
