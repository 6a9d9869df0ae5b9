"""What the worker does with a request for a code: count, look up, match, send. Source: trust.md 2.4.

The visitor was answered long before; nothing here is ever shown to them.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import phonenumbers
import structlog
from django.conf import settings
from django.db import connection, transaction

from registry import audit, clock, limits, outbox, policies
from registry.actions.identity import details_of
from registry.clock import DatabaseNow
from registry.demographics import Demographics
from registry.gateways.directory import DirectoryUnavailable
from registry.matching import IdentityDetails, name_key, postcode_key
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
from registry.queries.people import current_number, who_fits

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
            _work_on(check)
        except DirectoryUnavailable:
            outbox.put_back(check, after=RETRY_AFTER, error="directory unavailable")
        except outbox.ClaimLost:
            log.warning("claim lost")


def _work_on(check: IdentityCheck) -> None:
    try:
        _send_code(check, _find_person(check))
    except _Refused as refusal:
        _finish_without_code(check, refusal.outcome)
    except _TooFast as pace:
        outbox.put_back(check, after=pace.wait, error="slowed down")


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


def _subjects(details: IdentityDetails) -> list[str]:
    """Name the subjects of the limits: the number, or who could be meant when one of two details is guessed."""
    if details.nhs_number:
        return [current_number(details.nhs_number).digits]
    family = name_key(details.family_name)
    return [f"born|{details.date_of_birth}|{family}", f"home|{postcode_key(details.postcode)}|{family}"]


def _count_check(check: IdentityCheck, details: IdentityDetails) -> None:
    """Count before looking anyone up; the narrow limits first, so that one network cannot use up a person's own."""
    network, subjects = bytes(check.network).hex(), _subjects(details)
    from_network = limits.CHECKS_BY_NETWORK.count(network)
    allowed = (
        from_network <= limits.CHECKS_BY_NETWORK.maximum()
        and all(limits.CHECKS_BY_SUBJECT_AND_NETWORK.allows(f"{subject}|{network}") for subject in subjects)
        and all(limits.CHECKS_BY_SUBJECT.allows(subject) for subject in subjects)
    )
    if not allowed:
        raise _Refused(CheckOutcome.OVER_LIMIT)
    excess = from_network - int(limits.CHECKS_BY_NETWORK.maximum() * SLOW_FROM)
    if excess > 0:
        raise _TooFast(excess * SLOWER_BY)


def _give_back(check: IdentityCheck, details: IdentityDetails) -> None:
    """Only failures count: a match gives its count back."""
    network = bytes(check.network).hex()
    limits.CHECKS_BY_NETWORK.give_back(network)
    for subject in _subjects(details):
        limits.CHECKS_BY_SUBJECT_AND_NETWORK.give_back(f"{subject}|{network}")
        limits.CHECKS_BY_SUBJECT.give_back(subject)


def _look_up(details: IdentityDetails) -> Demographics:
    fitting = who_fits(details)
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
    if not _may_send_another(person, check):
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


def _may_send_another(person: Demographics, check: IdentityCheck) -> bool:
    """Count a code against its person, against the network that asked and, for texts, against the day's ceiling."""
    subject, network = person.nhs_number.digits, bytes(check.network).hex()
    allowed = (
        limits.CODES_BY_QUARTER_HOUR.allows(subject)
        and limits.CODES_BY_DAY.allows(subject)
        and limits.CODES_BY_NETWORK.allows(network)
    )
    return allowed and (check.channel != MessageChannel.SMS or _is_below_the_ceiling())


def _is_below_the_ceiling() -> bool:
    texts, ceiling = limits.TEXTS_BY_DAY.count("everyone"), limits.TEXTS_BY_DAY.maximum()
    if texts == ceiling + 1:  # one alert a day, not one for each text that is not sent
        log.error("daily ceiling of texts reached", ceiling=ceiling)
    return texts <= ceiling


def _send_code(check: IdentityCheck, person: Demographics) -> None:
    code, contact = new_code(), contact_for(person, check.channel)
    mask = mask_email if check.channel == MessageChannel.EMAIL else mask_mobile
    code_hash = hash_code(code)  # slow on purpose, so not while others wait for the lock
    with transaction.atomic():
        _make_this_the_only_code(check, person)
        outbox.finish(
            check,
            WorkState.DONE,
            outcome=CheckOutcome.CODE_SENT,
            nhs_number=person.nhs_number,
            masked_contact=mask(contact),
            code_hash=code_hash,
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


def _make_this_the_only_code(check: IdentityCheck, person: Demographics) -> None:
    """Kill the person's other codes. Workers on one person queue, or two at once would each miss the other's code.

    A request that was replaced while the person was looked up must neither send nor kill anything.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [person.nhs_number.value])
    if IdentityCheck.objects.select_for_update().get(pk=check.pk).replaced_at:
        raise _Refused(CheckOutcome.SUPERSEDED)
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
