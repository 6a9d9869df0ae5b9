"""What the worker does with a request for a code: count, look up, match, send. Source: trust.md 2.4.

The visitor was answered long before; nothing here is ever shown to them.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import phonenumbers
import structlog
from django.conf import settings
from django.db import transaction

from registry import audit, clock, limits, outbox, policies
from registry.actions.identity import details_of
from registry.clock import DatabaseNow
from registry.demographics import Demographics
from registry.gateways.directory import DirectoryUnavailable, get_directory
from registry.matching import IdentityDetails, matches, name_key, postcode_key
from registry.models import (
    AuditAction,
    CheckOutcome,
    IdentityCheck,
    Message,
    MessageChannel,
    MessageKind,
    WorkState,
)
from registry.one_time_codes import hash_code, mask_email, mask_mobile, new_code
from registry.parties import SYSTEM
from registry.queries.people import current_number

log = structlog.get_logger("registry.identity")
LEASE = timedelta(seconds=30)
RETRY_AFTER = timedelta(seconds=5)
# From this share of a network's limit on, its requests wait a little longer each time.
SLOW_FROM = 2 / 3
SLOWER_BY = timedelta(seconds=2)


@dataclass(frozen=True)
class _Refused(Exception):
    outcome: CheckOutcome


@dataclass(frozen=True)
class _TooFast(Exception):
    wait: timedelta


def check_identity(check_id: UUID | str) -> None:
    """Work on one request. Safe to run twice: only one claim succeeds, and a finished request stays finished."""
    claimed = outbox.claim(IdentityCheck, check_id, LEASE)
    if claimed is None:
        return
    check = claimed[0]
    with structlog.contextvars.bound_contextvars(request_id=check.request_id):
        try:
            _send_code(check, _find_person(check))
        except _Refused as refusal:
            _finish_without_code(check, refusal.outcome)
        except _TooFast as pace:
            outbox.put_back(check, after=pace.wait, error="slowed down")
        except DirectoryUnavailable:
            outbox.put_back(check, after=RETRY_AFTER, error="directory unavailable")


def _find_person(check: IdentityCheck) -> Demographics:
    """Return the one person who fits, has the contact and may use this route; raises _Refused otherwise."""
    if check.replaced_at:
        raise _Refused(CheckOutcome.SUPERSEDED)
    details = details_of(check)
    if check.attempts == 1:
        _count_check(check, details)
    person = _look_up(details)
    _give_back(check, details)
    _check_may_have_code(person, check)
    return person


def _subject(details: IdentityDetails) -> str:
    """Name the subject of the limits: the number, else what stands for it when only a postcode is known."""
    if details.nhs_number:
        return details.nhs_number.digits
    return f"{details.date_of_birth}|{name_key(details.family_name)}|{postcode_key(details.postcode)}"


def _count_check(check: IdentityCheck, details: IdentityDetails) -> None:
    """Count before looking anyone up; the narrow limits first, so that one network cannot use up a person's own."""
    network, subject = bytes(check.network).hex(), _subject(details)
    from_network = limits.CHECKS_BY_NETWORK.count(network)
    allowed = (
        from_network <= limits.CHECKS_BY_NETWORK.maximum()
        and limits.CHECKS_BY_SUBJECT_AND_NETWORK.allows(f"{subject}|{network}")
        and limits.CHECKS_BY_SUBJECT.allows(subject)
    )
    if not allowed:
        raise _Refused(CheckOutcome.OVER_LIMIT)
    excess = from_network - int(limits.CHECKS_BY_NETWORK.maximum() * SLOW_FROM)
    if excess > 0:
        raise _TooFast(excess * SLOWER_BY)


def _give_back(check: IdentityCheck, details: IdentityDetails) -> None:
    """Only failures count: a match gives its count back."""
    network, subject = bytes(check.network).hex(), _subject(details)
    limits.CHECKS_BY_NETWORK.give_back(network)
    limits.CHECKS_BY_SUBJECT_AND_NETWORK.give_back(f"{subject}|{network}")
    limits.CHECKS_BY_SUBJECT.give_back(subject)


def _look_up(details: IdentityDetails) -> Demographics:
    number = current_number(details.nhs_number) if details.nhs_number else None
    found = get_directory().find(
        date_of_birth=details.date_of_birth,
        family_name=details.family_name,
        nhs_number=number,
        postcode=details.postcode,
    )
    wanted = IdentityDetails(details.given_name, details.family_name, details.date_of_birth, number, details.postcode)
    # The directory's answer is checked against what was asked: a wrong person must never get a code (F18).
    fitting = [person for person in found if matches(wanted, person)]
    if len(fitting) != 1:
        raise _Refused(CheckOutcome.NO_MATCH)
    return fitting[0]


def _check_may_have_code(person: Demographics, check: IdentityCheck) -> None:
    today = check.requested_at.astimezone(policies.LONDON).date()
    if person.is_restricted:
        raise _Refused(CheckOutcome.RESTRICTED)
    if person.date_of_death:
        raise _Refused(CheckOutcome.DECEASED)
    if policies.age_on(person.date_of_birth, today) < settings.MINIMUM_AGE:
        raise _Refused(CheckOutcome.UNDER_AGE)
    if not contact_for(person, check.channel):
        raise _Refused(CheckOutcome.NO_CONTACT)
    if not _may_send_another(person, check.channel):
        raise _Refused(CheckOutcome.OVER_LIMIT)


def contact_for(person: Demographics, channel: str) -> str:
    """Return the address for codes and confirmations on this channel, or an empty string."""
    if channel == MessageChannel.EMAIL:
        return person.email
    try:
        number = phonenumbers.parse(person.mobile, "GB")
    except phonenumbers.NumberParseException:
        return ""
    # Drama numbers (07700 900xxx) are possible, never valid: synthetic people have them.
    usable = phonenumbers.is_possible_number if settings.TEST_NHS_NUMBERS else phonenumbers.is_valid_number
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if usable(number) else ""


def _may_send_another(person: Demographics, channel: str) -> bool:
    subject = person.nhs_number.digits
    if not (limits.CODES_BY_QUARTER_HOUR.allows(subject) and limits.CODES_BY_DAY.allows(subject)):
        return False
    if channel == MessageChannel.SMS and not limits.TEXTS_BY_DAY.allows("everyone"):
        log.error("daily ceiling of texts reached")
        return False
    return True


def _send_code(check: IdentityCheck, person: Demographics) -> None:
    code, contact = new_code(), contact_for(person, check.channel)
    mask = mask_email if check.channel == MessageChannel.EMAIL else mask_mobile
    with transaction.atomic():
        _kill_older_codes(check, person)
        outbox.finish(
            check,
            WorkState.DONE,
            outcome=CheckOutcome.CODE_SENT,
            nhs_number=person.nhs_number,
            masked_contact=mask(contact),
            code_hash=hash_code(code),
            details={},
        )
        outbox.add_messages(
            [
                Message(
                    kind=MessageKind.CODE,
                    channel=check.channel,
                    nhs_number=person.nhs_number,
                    recipient=contact,
                    content={"code": code},
                    deadline_at=check.deadline_at,
                )
            ]
        )
        _audit(check, CheckOutcome.CODE_SENT, person)


def _kill_older_codes(check: IdentityCheck, person: Demographics) -> None:
    live = IdentityCheck.objects.filter(nhs_number=person.nhs_number, used_at=None, replaced_at=None)
    live.exclude(pk=check.pk).update(replaced_at=DatabaseNow(), code_hash="")


def _finish_without_code(check: IdentityCheck, outcome: CheckOutcome) -> None:
    with transaction.atomic():
        outbox.finish(check, WorkState.DONE, outcome=outcome, details={})
        _audit(check, outcome, None)


def _audit(check: IdentityCheck, outcome: CheckOutcome, person: Demographics | None) -> None:
    audit.record(
        AuditAction.IDENTITY_CHECKED,
        by=SYSTEM,
        at=clock.now(),
        subject=person.nhs_number if person else None,
        about=("identity_check", str(check.pk)),
        channel=check.channel,
        details={"outcome": outcome.value},
    )
