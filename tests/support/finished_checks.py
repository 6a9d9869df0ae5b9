"""Checks that are done, with a result, a report and a signed receipt, without the checker."""

import hashlib
from datetime import timedelta

from registry import receipts
from registry.clock import now
from registry.gateways import check_store
from registry.models import Check, Organisation, WorkState
from registry.queries.receipts import receipt_claims
from registry.sample_list import EXPECTED, SAMPLE, sample_list, sample_result
from tests.factories.checks import make_check

REPORT = b"line,class,reason,value\n6,invalid,check_digit,999*****19\n"


def keep(organisation: Organisation, data: bytes):
    """Put a file into the store; return its name."""
    with check_store.create(organisation.public_id) as file:
        file.write(data)
        return file.keep()


def finished_check(organisation: Organisation, **columns) -> Check:
    """Return a check of the sample list, published now; `columns` say otherwise."""
    asked = {name: columns.pop(name) for name in ("flow", "is_test", "asked_by") if name in columns}
    list_ = {"input_bytes": len(sample_list()), "input_sha256": hashlib.sha256(sample_list()).hexdigest()}
    check = make_check(organisation, file_name="asthma list.csv", **list_, **asked)
    moment = now()
    done = {
        "state": WorkState.DONE,
        "finished_at": moment,
        "published_at": moment,
        "as_of": moment,
        "position": 1,
        "valid_until": moment + timedelta(days=7),
        "lines": len(SAMPLE),
        **EXPECTED,
        "result_name": keep(organisation, sample_result()),
        "report_name": keep(organisation, REPORT),
        "result_bytes": len(sample_result()),
        "result_sha256": hashlib.sha256(sample_result()).hexdigest(),
        "input_name": None,
    }
    for name, value in (done | columns).items():
        setattr(check, name, value)
    check.receipt = receipts.sign(receipt_claims(check, at=moment))
    check.save()
    return check
