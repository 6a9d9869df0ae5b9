"""What the receipt of one message says: from its rows, so that the same answer is the same bytes each time."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings

from registry.actions.checks.collecting import ResultExpired, ResultGone, collect
from registry.actions.mesh.flows import spoken
from registry.actions.mesh.moves import sender_of
from registry.correspondence.mesh_receipts import MeshReceipt, mesh_receipt
from registry.models import Check, CheckProblem, MeshMessage, MeshOutcome
from registry.queries.organisations import flows_of
from registry.queries.receipts import receipt_claims

# How many odd lines the receipt names. The whole report is on the website.
LEFT_OUT_NAMED = 100
# What of the signed receipt is said again in plain JSON.
SAID_AGAIN = ("reference", "as_of", "valid_until", "counts", "input", "result")


def receipt_of(message: MeshMessage, outcome: MeshOutcome, problem: str, *, at: datetime) -> bytes:
    """Return the receipt as it is sent. For a success the check must be published."""
    says: dict[str, Any] = {}
    if outcome == MeshOutcome.SUCCESS:
        says = _of_check(message, at)
    elif outcome == MeshOutcome.NO_FLOW and message.organisation is not None:
        says = {"flows": [flow.name for flow in flows_of(message.organisation)]}
    return mesh_receipt(
        MeshReceipt(
            outcome=outcome,
            explanation=_explanation(outcome, problem),
            problem=problem,
            message_id=message.message_id,
            local_id=spoken(message.local_id),
            file_name=spoken(message.file_name),
            received_at=message.received_at.isoformat(),
            workflow=settings.MESH_WORKFLOW,
            **says,
        )
    )


def _of_check(message: MeshMessage, at: datetime) -> dict[str, Any]:
    check = message.check_made
    assert check is not None
    claims = receipt_claims(check, at=at)
    return {
        "flow": check.flow.name,
        "check": {name: claims[name] for name in SAID_AGAIN},
        "token": check.receipt,
        "left_out": _left_out(message, check, at),
        "left_out_total": check.invalid,
    }


def _left_out(message: MeshMessage, check: Check, at: datetime) -> list[Mapping[str, str]]:
    """Return the first odd lines of the report, masked as they are there; none when its file is gone."""
    if not check.invalid:
        return []
    try:
        found = collect(check, "report", by=sender_of(message), at=at)
    except (ResultExpired, ResultGone):
        return []
    with io.TextIOWrapper(found.file, encoding="utf-8", newline="") as report:
        return list(islice(csv.DictReader(report), LEFT_OUT_NAMED))


def _explanation(outcome: MeshOutcome, problem: str) -> str:
    return CheckProblem(problem).label if problem in CheckProblem.values else outcome.label
