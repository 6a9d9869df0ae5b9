"""Checks whose result was published, with files in the check store, as the checker leaves them."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings

from registry import receipts
from registry.clock import now
from registry.gateways import check_store
from registry.models import Check, Organisation, WorkState
from registry.queries.receipts import receipt_claims
from tests.factories.checks import make_check
from tests.factories.numbers import make_nhs_number

KEPT = tuple(make_nhs_number(800 + number).digits for number in range(10))
REMOVED = tuple(make_nhs_number(900 + number).digits for number in range(2))
LIST = "".join(f"{number},\r\n" for number in (*KEPT, *REMOVED)).encode()
RESULT = "".join(f"{number},\r\n" for number in KEPT).encode()
REPORT = b"line,class,reason,value\r\n"


def keep_file(organisation: Organisation, data: bytes) -> dict[str, Any]:
    """Put a file into the check store; return its name, size and hash."""
    with check_store.create(organisation.public_id) as file:
        file.write(data)
        return {"name": file.keep(), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def columns_of(kind: str, file: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a check that say of its `kind` (input, result) of file what it is."""
    return {f"{kind}_{name}": value for name, value in file.items()}


def make_published_check(organisation: Organisation, *, at: datetime | None = None, **columns: Any) -> Check:
    """Publish a check of twelve numbers, of which two are left out; its list is still there."""
    at = at or now()
    check = make_check(organisation, **columns_of("input", keep_file(organisation, LIST)), **columns)
    done = columns_of("result", keep_file(organisation, RESULT)) | {
        "report_name": keep_file(organisation, REPORT)["name"],
        "state": WorkState.DONE,
        "finished_at": at,
        "published_at": at,
        "as_of": at,
        "position": 7,
        "valid_until": at + settings.RESULT_VALID,
        "lines": 12,
        "kept": 10,
        "removed": 2,
    }
    for name, value in done.items():
        setattr(check, name, value)
    check.receipt = receipts.sign(receipt_claims(check, at=at))
    check.save()
    return check
