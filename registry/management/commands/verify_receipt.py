"""`manage.py verify_receipt RECEIPT [FILE]` says whether a receipt is ours, and whether the file is the one it is for.

Ends with 0 if the file is the result and may be used; 3 if the receipt is not ours or was altered; 4 if the file is
neither the result nor the list; 5 if the result has expired; 6 if the file is the list; 7 if it was a test; 8 if no
file was given; 1 or 2 if something cannot be read.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.receipts import ReceiptRefused, verify
from registry.receipts.findings import Finding, find

LARGEST_RECEIPT = 100_000
BLOCK = 1024 * 1024
TITLES = {
    "lines": "Lines in the list",
    "released": "Lines in the result",
    "removed": "Left out: opted out",
    "superseded_removed": "Left out: opted out, with a replaced number",
    "invalid": "Left out: not NHS numbers",
}


class Command(BaseCommand):
    help = "Check that a receipt is ours, and that a file is the one that it is for."
    # Whoever has the public keys may do this anywhere: it asks no database, so the clock is this machine's.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", type=Path, help="the receipt, a file that ends in .jws")
        parser.add_argument("file", nargs="?", help="the result; - reads it from standard input")
        parser.add_argument("--keys", type=Path, help="public keys to go by (JWKS), instead of this service's own")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            claims = verify(_read_receipt(options["receipt"]), keys=_read_keys(options["keys"]))
        except ReceiptRefused as error:
            self._end(Finding.REFUSED, error.reason)
        found = find(claims, file_sha256=_hash_of(options["file"]), at=datetime.now(UTC))
        until = datetime.fromisoformat(claims["valid_until"])
        self._tell(claims)
        self._end(found, found.words.format(until=f"{until:%Y-%m-%d %H:%M} UTC"))

    def _tell(self, claims: dict[str, Any]) -> None:
        flow, counts = claims["data_flow"], claims["counts"]
        facts = {
            "Receipt for check": claims["reference"],
            "Signed by": claims["iss"],
            "Organisation": f"{claims['organisation']['name']} ({claims['organisation']['ods_code']})",
            "Data flow": f"{flow['name']}, for {flow['recipient']}",
            "Legal basis": f"{flow['legal_basis']['label']}: {flow['legal_basis']['reference']}",
            "Choices as they stood on": claims["as_of"],
            **{title: f"{counts[name]:,}" for name, title in TITLES.items()},
        }
        for title, value in facts.items():
            self.stdout.write(f"{title}: {value}")

    def _end(self, found: Finding, words: str) -> None:
        self.stdout.write(f"{found.title}. {words}")
        sys.exit(found.exit_code)


def _read_receipt(path: Path) -> str:
    with _readable(path), path.open("rb") as file:
        return file.read(LARGEST_RECEIPT).decode(errors="replace")


def _read_keys(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    with _readable(path):
        found = json.loads(path.read_text(encoding="utf-8"))
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list) or not all(isinstance(key, dict) and "kid" in key for key in keys):
        raise CommandError(f"{path} holds no public keys.")
    return {"keys": keys}


def _hash_of(name: str | None) -> str | None:
    if name is None:
        return None
    with _readable(name), _opened(name) as file:
        so_far = hashlib.sha256()
        while block := file.read(BLOCK):
            so_far.update(block)
        return so_far.hexdigest()


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


@contextmanager
def _readable(path: Path | str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
