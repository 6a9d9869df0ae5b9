"""Signing in for an organisation: the password, then a code of the app or a recovery code; and out (T21, T23).

Wrong passwords are counted for each address together with where they came from, so that nobody is locked out from
elsewhere. A try is counted before it is looked at, and nobody learns from an answer which addresses are known.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from registry import audit
from registry.app_codes import fitting_step
from registry.limits import Limit
from registry.models import AuditAction, OrganisationPerson
from registry.parties import VISITOR, Actor, organisation_person
from registry.queries.organisations import person_by_email, recovery_hash

PASSWORD_TRIES = Limit("member-password", timedelta(minutes=15), lambda: settings.MEMBER_PASSWORD_TRIES)
CODE_TRIES = Limit("member-code", timedelta(minutes=15), lambda: settings.MEMBER_CODE_TRIES)


class PasswordRefused(Exception):
    """No such address, a wrong password, or suspended: nobody is told which."""


class CodeRefused(Exception):
    """Wrong, or used already: nobody is told which."""


class TooManyTries(Exception):
    """So many wrong tries that none is looked at for a quarter of an hour."""


def try_password(*, email: str, password: str, network: str, at: datetime) -> OrganisationPerson:
    """Return whose password this is. Raises PasswordRefused or TooManyTries.

    `network` is where the try came from. A password for nobody is hashed too, so that it takes as long.
    """
    person = person_by_email(email)
    key = f"{email.strip().lower()}|{network}"
    if not PASSWORD_TRIES.allows(key):
        _refused(person, "too_many_passwords", at)
        raise TooManyTries("too many wrong passwords")
    if person is None:
        make_password(password)
    elif person.check_password(password) and is_active(person):
        PASSWORD_TRIES.give_back(key)
        return person
    _refused(person, "password", at)
    raise PasswordRefused("the password was not accepted")


def use_code(*, person: OrganisationPerson, code: str, at: datetime) -> str:
    """Use up a code of the app or a recovery code, and say which: "app" or "recovery".

    Raises CodeRefused or TooManyTries.
    """
    count_code(person, at)
    with transaction.atomic():
        row = OrganisationPerson.objects.select_for_update().get(pk=person.pk)
        used = "app" if _use_app(row, code, at) else "recovery" if _use_recovery(row, code) else ""
    if not used:
        _refused(person, "code", at)
        raise CodeRefused("the code was not accepted")
    give_back_code(person)
    return used


def count_code(person: OrganisationPerson, at: datetime) -> None:
    """Count a code before it is looked at. Raises TooManyTries."""
    if not CODE_TRIES.allows(str(person.pk)):
        _refused(person, "too_many_codes", at)
        raise TooManyTries("too many wrong codes")


def give_back_code(person: OrganisationPerson) -> None:
    """Uncount a code that was right."""
    CODE_TRIES.give_back(str(person.pk))


def record_sign_in(*, person: OrganisationPerson, factor: str, at: datetime) -> None:
    """Write down that both factors were right; `factor` says which kind the second was."""
    with transaction.atomic():
        OrganisationPerson.objects.filter(pk=person.pk).update(last_seen_at=at)
        by = organisation_person(person.pk)
        audit.record(AuditAction.MEMBER_SIGNED_IN, by=by, at=at, about=about(person), reason=factor)


def record_sign_out(*, person: OrganisationPerson, by: Actor, at: datetime) -> None:
    """Write down that somebody signed out by themselves."""
    audit.record(AuditAction.MEMBER_SIGNED_OUT, by=by, at=at, about=about(person))


def is_active(person: OrganisationPerson) -> bool:
    """Say whether this person may sign in: neither they nor their organisation are suspended."""
    return person.suspended_at is None and person.organisation.is_active


def about(person: OrganisationPerson) -> tuple[str, str]:
    """Return a person as the audit names them."""
    return ("member", str(person.public_id))


def _use_app(row: OrganisationPerson, code: str, at: datetime) -> bool:
    step = fitting_step(row.app_secret, code, at, after=row.last_code_step) if row.app_secret else None
    if step is None:
        return False
    # Compare and set: a code works once, whoever comes second.
    newer = OrganisationPerson.objects.filter(pk=row.pk, last_code_step__lt=step)
    return bool(newer.update(last_code_step=step))


def _use_recovery(row: OrganisationPerson, code: str) -> bool:
    wanted = recovery_hash(row, code)
    if wanted not in row.recovery_codes:
        return False
    row.recovery_codes = [kept for kept in row.recovery_codes if kept != wanted]
    row.save(update_fields=["recovery_codes"])
    return True


def _refused(person: OrganisationPerson | None, reason: str, at: datetime) -> None:
    whom = about(person) if person else ("", "")
    audit.record(AuditAction.MEMBER_REFUSED, by=VISITOR, at=at, about=whom, reason=reason)
