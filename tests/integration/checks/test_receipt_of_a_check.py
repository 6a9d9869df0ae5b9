"""What a receipt says of a check, before and after it expires."""

import hashlib
import json
from datetime import timedelta

import pytest

from registry import receipts
from registry.clock import now
from registry.models import Check
from registry.queries.checks import CheckNotFound
from registry.queries.receipts import ReceiptNotFound, receipt_for, released
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_organisation
from tests.factories.published import KEPT, LIST, REMOVED, RESULT, make_published_check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path / "checks"


@pytest.fixture
def organisation():
    return make_organisation(ods_code="RX1", name="Môn Trust")


@pytest.fixture
def check(organisation):
    return make_published_check(organisation, flow=make_flow(organisation, name="Asthma"), file_name="Ann Sample.csv")


def test_receipt_says_who_what_for_when_and_how_much(organisation, check, settings):
    receipt = receipt_for(organisation, check.public_id, at=now())
    said = receipts.verify(receipt.token)
    assert said == receipt.claims
    assert said.pop("iat") == int(check.published_at.timestamp())
    assert said.pop("exp") == int(check.valid_until.timestamp())
    counts = dict.fromkeys(("headers", "invalid", "duplicates", "superseded", "superseded_removed"), 0)
    assert said == {
        "iss": settings.NDOP_SERVICE_URL,
        "reference": check.reference,
        "check": str(check.public_id),
        "test": False,
        "organisation": {"ods_code": "RX1", "name": "Môn Trust"},
        "data_flow": {
            "name": "Asthma",
            "purpose": {"code": "research", "label": "Research", "detail": "How asthma is treated"},
            "legal_basis": {
                "code": "regulation_5",
                "label": "Section 251 support, regulation 5 (research and other medical purposes)",
                "reference": "26/CAG/0001",
            },
            "recipient": "University of Testing",
        },
        "as_of": check.as_of.isoformat(),
        "position": 7,
        "counts": counts | {"lines": 12, "kept": 10, "removed": 2, "released": 10},
        "input": {"sha256": hashlib.sha256(LIST).hexdigest(), "bytes": len(LIST)},
        "result": {"sha256": hashlib.sha256(RESULT).hexdigest(), "bytes": len(RESULT)},
        "valid_until": check.valid_until.isoformat(),
        "expired": False,
    }


def test_receipt_counts_as_released_what_went_out_and_nothing_else():
    counts = {"headers": 1, "kept": 20, "removed": 300, "invalid": 4000, "duplicates": 50_000}
    assert released(Check(**counts, superseded=700_000, superseded_removed=100_000)) == 650_021


def test_receipt_holds_nothing_personal(organisation, check):
    said = json.dumps(receipt_for(organisation, check.public_id, at=now()).claims)
    assert "Sample" not in said
    assert not any(number in said for number in (*KEPT, *REMOVED))


def test_receipt_is_the_published_one_while_it_is_valid(organisation, check):
    for at in (now(), check.valid_until - timedelta(microseconds=1)):
        receipt = receipt_for(organisation, check.public_id, at=at)
        assert receipt.token == check.receipt
        assert receipt.name == f"UPH-{check.reference}-receipt-until-{check.valid_until:%Y-%m-%d}.jws"


def test_expired_receipt_says_so_itself_and_in_its_name(organisation, check):
    first = receipt_for(organisation, check.public_id, at=now()).claims
    check.flow.name = "Renamed since"
    check.flow.save()
    receipt = receipt_for(organisation, check.public_id, at=check.valid_until)
    assert receipt.name == f"UPH-{check.reference}-receipt-EXPIRED-{check.valid_until:%Y-%m-%d}.jws"
    iat = int(check.valid_until.timestamp())
    assert receipts.verify(receipt.token) == receipt.claims == first | {"expired": True, "iat": iat}


def test_receipt_outlives_its_key(organisation, check, settings):
    other = "bmRvcC1hLXJlY2VpcHQta2V5LW9mLTMyLWJ5dGVzLTA="
    settings.RECEIPT_KEYS = (("new", other),)
    expired = receipt_for(organisation, check.public_id, at=check.valid_until)
    assert receipts.verify(expired.token)["reference"] == check.reference


def test_T28_receipt_of_another_organisation_does_not_exist(check):
    with pytest.raises(CheckNotFound):
        receipt_for(make_organisation(), check.public_id, at=now())


def test_check_without_a_result_has_no_receipt(organisation):
    with pytest.raises(ReceiptNotFound):
        receipt_for(organisation, make_check(organisation).public_id, at=now())
