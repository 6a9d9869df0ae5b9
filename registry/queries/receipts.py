"""What a receipt says, and the receipt of a check as it stands at an instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from registry import receipts
from registry.models import Check, DataFlow, FlowPurpose, LegalBasis, Organisation
from registry.queries.checks import check_of

COUNTS = (
    "lines", "headers", "kept", "removed", "invalid", "duplicates", "superseded", "superseded_removed",
)  # fmt: skip


class ReceiptNotFound(Exception):
    """This check has no receipt: it gave no result, or not yet."""


@dataclass(frozen=True)
class Receipt:
    """A signed receipt, what it says, and the name for its file."""

    token: str
    claims: dict[str, Any]
    name: str

    def instant(self, claim: str) -> datetime:
        """Return one of the instants that it says (`as_of`, `valid_until`)."""
        return datetime.fromisoformat(self.claims[claim])


def receipt_claims(check: Check, *, at: datetime) -> dict[str, Any]:
    """Return what the receipt of a checked list says at `at`. Nothing in it is about a person.

    Instants are ISO 8601 in UTC; `iat` and `exp` say two of them again as JWT has them (RFC 7519). `as_of` and
    `position` name what the answer knows: the instant, and the newest row of the history.
    """
    assert check.as_of is not None
    assert check.valid_until is not None
    return {
        "iss": settings.NDOP_SERVICE_URL,
        "reference": check.reference,
        "check": str(check.public_id),
        "test": check.is_test,
        "organisation": {"ods_code": check.organisation.ods_code, "name": check.organisation.name},
        "data_flow": _flow_claims(check.flow),
        "as_of": check.as_of.isoformat(),
        "position": check.position,
        "counts": {name: getattr(check, name) for name in COUNTS} | {"released": released(check)},
        "input": {"sha256": check.input_sha256, "bytes": check.input_bytes},
        "result": {"sha256": check.result_sha256, "bytes": check.result_bytes},
        "valid_until": check.valid_until.isoformat(),
        "exp": int(check.valid_until.timestamp()),
        **_as_of_signing(check, at),
    }


def receipt_for(organisation: Organisation, public_id: UUID, *, at: datetime) -> Receipt:
    """Return the receipt of a check: the one that was published while it is valid, afterwards one that says it expired.

    The second says of the check what the first said, whatever was renamed since.
    Raises CheckNotFound, ReceiptNotFound.
    """
    check = check_of(organisation, public_id)
    if not check.receipt or check.valid_until is None:
        raise ReceiptNotFound("this check gave no result")
    claims = receipts.read_own(check.receipt)
    if at < check.valid_until:
        return Receipt(check.receipt, claims, f"UPH-{check.reference}-receipt-until-{check.valid_until:%Y-%m-%d}.jws")
    claims |= _as_of_signing(check, at)
    name = f"UPH-{check.reference}-receipt-EXPIRED-{check.valid_until:%Y-%m-%d}.jws"
    return Receipt(receipts.sign(claims), claims, name)


def released(check: Check) -> int:
    """Return how many lines of the list went out."""
    return check.headers + check.kept + check.duplicates + check.superseded - check.superseded_removed


def _as_of_signing(check: Check, at: datetime) -> dict[str, Any]:
    return {"iat": int(at.timestamp()), "expired": check.valid_until is not None and at >= check.valid_until}


def _flow_claims(flow: DataFlow) -> dict[str, Any]:
    return {
        "name": flow.name,
        "purpose": {"code": flow.purpose, "label": FlowPurpose(flow.purpose).label, "detail": flow.purpose_detail},
        "legal_basis": {
            "code": flow.legal_basis,
            "label": LegalBasis(flow.legal_basis).label,
            "reference": flow.basis_reference,
        },
        "recipient": flow.recipient,
    }
