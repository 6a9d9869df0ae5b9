"""A short list, answered at once: the same rules, counts and receipt as a file, without files.

The answer comes from the database in one statement, is written down with its receipt, and only then released: whatever
fails on the way, nothing is released (trust.md T30).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from registry import audit, receipts, record
from registry.actions.checks.allowances import numbers_taken, refuse_few
from registry.actions.checks.asking import CannotCheck
from registry.actions.checks.flagging import flag_if_alike
from registry.actions.preferences import new_reference
from registry.models import ApiKey, AuditAction, Check, CheckProblem, DataFlow, Organisation, WayIn, WorkState
from registry.near_duplicates import Sketch
from registry.parties import Actor
from registry.queries.flow_names import flow_by
from registry.queries.listed_numbers import count_and_ask
from registry.queries.receipts import receipt_claims
from registry.upholding import Counts, NumberSet, TestNumberSet
from registry.upholding.short_lists import InvalidNumber, ShortList, decide, read_list


@dataclass(frozen=True, repr=False)
class ListAnswer:
    """The texts that may be used, as they came and in their order, and what is wrong with the invalid ones."""

    check: Check
    released: list[str]
    invalid: list[InvalidNumber]


def check_list(
    organisation: Organisation,
    flow: str,
    numbers: Sequence[str],
    *,
    is_test: bool,
    api_key: ApiKey | None,
    by: Actor,
    at: datetime,
) -> ListAnswer:
    """Answer for a list now, knowing every choice committed by `at`. `flow` is the id or name of a flow in use.

    Raises CannotCheck, FlowNotFound, and whatever failed: then nothing is known about any number.
    """
    short = read_list(numbers, numbers_taken(is_test=is_test))
    whole = short.whole_numbers
    _refuse(organisation, short, len(whole), is_test=is_test, at=at)
    found, answers, position = _ask(organisation, flow, whole, is_test=is_test)
    check = Check(
        organisation=organisation,
        flow=found,
        api_key=api_key,
        is_test=is_test,
        position=position,
        **_ended(numbers, at),
    )
    released = _decide(check, short, answers, len(whole))
    check.receipt = receipts.sign(receipt_claims(check, at=at))
    _write(check, by, at)
    return ListAnswer(check, released, short.invalid)


def _refuse(organisation: Organisation, short: ShortList, distinct: int, *, is_test: bool, at: datetime) -> None:
    """Raise CannotCheck where no answer may be given, before anything is asked or counted."""
    if len(short.texts) > settings.LIST_MAX_NUMBERS:
        raise CannotCheck(CheckProblem.TOO_LARGE)
    if not distinct:
        raise CannotCheck(CheckProblem.NO_NUMBERS)
    if not is_test:
        refuse_few(organisation, distinct, at=at)


def _ask(organisation: Organisation, flow: str, whole: list[int], *, is_test: bool) -> tuple[DataFlow, NumberSet, int]:
    """Return the flow, the answers and the newest row of the history that they know; 0 for made-up numbers."""
    if is_test:
        return flow_by(organisation, flow), TestNumberSet(), 0
    found, answer = count_and_ask(organisation, flow, whole)
    if answer is None:
        raise CannotCheck(CheckProblem.QUOTA)
    return found, answer, answer.position


def _ended(numbers: Sequence[str], at: datetime) -> dict[str, object]:
    """Return the columns of a check that begins and ends at once."""
    given = _as_lines(numbers)
    return {
        "reference": new_reference(),
        "way_in": WayIn.API_LIST,
        "request_id": audit.current_request_id(),
        "input_bytes": len(given),
        "input_sha256": hashlib.sha256(given).hexdigest(),
        "done_bytes": len(given),
        "done_lines": len(numbers),
        "state": WorkState.DONE,
        "deadline_at": at + settings.CHECK_DEADLINE,
        "created_at": at,
        "as_of": at,
        "published_at": at,
        "finished_at": at,
        "collected_at": at,
        "valid_until": at + settings.RESULT_VALID,
    }


def _decide(check: Check, short: ShortList, answers: NumberSet, distinct: int) -> list[str]:
    """Fill in what came of the list, and return what may be used of it."""
    # Neither short lists nor made-up ones are compared, so they need no summary.
    sketch = None if check.is_test or distinct < settings.FEWEST_NUMBERS else Sketch(check.organisation_id)
    released, counts = decide(short, answers, sketch.add if sketch else None)
    _set_counts(check, counts)
    given_back = _as_lines(released)
    check.result_bytes, check.result_sha256 = len(given_back), hashlib.sha256(given_back).hexdigest()
    check.sketch = sketch.to_bytes() if sketch else None
    return released


def _set_counts(check: Check, counts: Counts) -> None:
    check.lines, check.kept, check.removed = counts.lines, counts.kept, counts.removed
    check.invalid, check.duplicates = counts.invalid, counts.duplicates
    check.superseded, check.superseded_removed = counts.superseded, counts.superseded_removed
    check.distinct_numbers = counts.distinct


def _write(check: Check, by: Actor, at: datetime) -> None:
    """Write the check and its audit row, and look for lists that it resembles (T29)."""
    event = audit.describe(
        AuditAction.CHECK_PUBLISHED,
        by=by,
        at=at,
        about=("check", str(check.public_id)),
        channel=check.way_in,
        details={"lines": check.lines, "flow": str(check.flow.public_id), "test": int(check.is_test)},
    )
    if not check.sketch:
        record.insert(check, event)  # one statement, and so a transaction of its own
        return
    with transaction.atomic():
        record.insert(check, event)
        flag_if_alike(check, at=at)


def _as_lines(numbers: Sequence[str]) -> bytes:
    """Return the numbers as they came, each with a line feed: what the hashes in the receipt are of."""
    return "".join([f"{number}\n" for number in numbers]).encode(errors="replace")
