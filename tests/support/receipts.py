"""Receipts for tests that need no check behind them."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from registry.queries.receipts import COUNTS
from tests.factories import make_nhs_number

LIST = b"".join(b"%s,\n" % make_nhs_number(600 + number).digits.encode() for number in range(12))
RESULT = LIST[: 12 * 10]
LONG_AGO = "2026-01-05T12:00:00.123456+00:00"


def of(data: bytes) -> dict[str, Any]:
    """Say of a file what a receipt says of it."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def claims(**changes: Any) -> dict[str, Any]:
    """Return what a receipt might say of LIST and RESULT; valid for a week from now unless told otherwise."""
    moment = datetime.now(UTC)
    until = moment + timedelta(days=7)
    said = {
        "iss": "http://localhost",
        "reference": "K7M2-9QXR-4T",
        "check": "00000000-0000-4000-8000-000000000001",
        "test": False,
        "organisation": {"ods_code": "RX1", "name": "Môn & <b>Gwynedd</b> Trust"},
        "data_flow": {
            "name": "Asthma study",
            "purpose": {"code": "research", "label": "Research", "detail": "How asthma is treated"},
            "legal_basis": {
                "code": "regulation_5",
                "label": "Section 251 support, regulation 5 (research and other medical purposes)",
                "reference": "26/CAG/0001",
            },
            "recipient": "University of Testing",
        },
        "as_of": LONG_AGO,
        "position": 7,
        "counts": dict.fromkeys(COUNTS, 0) | {"lines": 12, "kept": 10, "removed": 2, "released": 10},
        "input": of(LIST),
        "result": of(RESULT),
        "valid_until": until.isoformat(),
        "iat": int(moment.timestamp()),
        "exp": int(until.timestamp()),
        "expired": False,
    }
    return said | changes
