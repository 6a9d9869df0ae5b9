"""What someone does to their own way of signing in: password, app, recovery codes, sessions.

Each ends all other sessions by counting up the number that stands in them.
"""

import secrets
from datetime import datetime

from django.db import transaction

from registry import audit
from registry.actions.organisations.signing_in import (
    CodeRefused,
    PasswordRefused,
    about,
    count_code,
    give_back_code,
    try_password,
)
from registry.app_codes import fitting_step
from registry.models import AuditAction, OrganisationInvitation, OrganisationPerson
from registry.parties import organisation_person
from registry.queries.organisations import LinkOver, invited_person, link_hash, recovery_hash

RECOVERY_CODES = 10
RECOVERY_DIGITS = 10


def accept_invitation(*, token: str, password: str, at: datetime) -> OrganisationPerson:
    """Set the password that the form has checked, and use the link up. Raises LinkOver."""
    with transaction.atomic():
        person = invited_person(token, at=at)
        used, _ = OrganisationInvitation.objects.filter(person=person, token_hash=link_hash(token)).delete()
        if not used:
            raise LinkOver("somebody was quicker")
        return _changed(person, "invitation", at, password=password)


def confirm_password(*, person: OrganisationPerson, password: str, network: str, at: datetime) -> None:
    """Ask again before a step that only the person should take. Raises PasswordRefused or TooManyTries."""
    found = try_password(email=person.email, password=password, network=network, at=at)
    if found.pk != person.pk:
        raise PasswordRefused("another person's password")


def change_password(*, person: OrganisationPerson, password: str, at: datetime) -> OrganisationPerson:
    """Set one's own password, which the form has checked, and end all other sessions."""
    with transaction.atomic():
        return _changed(_lock(person), "password", at, password=password)


def set_up_app(
    *, person: OrganisationPerson, secret: str, code: str, at: datetime
) -> tuple[OrganisationPerson, list[str]]:
    """Take the app that holds `secret`, which `code` proves, in place of any earlier one.

    Returns the person and new recovery codes, which are shown once. Raises CodeRefused or TooManyTries.
    """
    count_code(person, at)
    step = fitting_step(secret, code, at)
    if step is None:
        raise CodeRefused("the code is not of this app")
    give_back_code(person)
    with transaction.atomic():
        row = _lock(person)
        row.app_secret, row.last_code_step = secret, step
        codes = _new_codes(row)
        return _changed(row, "app", at), codes


def renew_recovery_codes(*, person: OrganisationPerson, at: datetime) -> tuple[OrganisationPerson, list[str]]:
    """Replace all recovery codes, used and unused. Returns the person and the codes, which are shown once."""
    with transaction.atomic():
        row = _lock(person)
        codes = _new_codes(row)
        return _changed(row, "recovery", at), codes


def end_all_sessions(*, person: OrganisationPerson, at: datetime) -> None:
    """Sign oneself out everywhere, here too."""
    with transaction.atomic():
        _changed(_lock(person), "sessions", at)


def _changed(person: OrganisationPerson, what: str, at: datetime, *, password: str = "") -> OrganisationPerson:
    if password:
        person.set_password(password)
    person.session_number += 1
    person.save(update_fields=["password", "session_number", "app_secret", "last_code_step", "recovery_codes"])
    by = organisation_person(person.pk)
    audit.record(AuditAction.MEMBER_CHANGED, by=by, at=at, about=about(person), reason=what)
    return person


def _new_codes(person: OrganisationPerson) -> list[str]:
    """Draw new codes onto the row; only keyed hashes are kept."""
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}" for _ in range(RECOVERY_CODES)]
    person.recovery_codes = [recovery_hash(person, code) for code in codes]
    return codes


def _lock(person: OrganisationPerson) -> OrganisationPerson:
    return OrganisationPerson.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
