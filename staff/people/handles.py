"""Addresses of the people that someone found: opaque, for this member of staff and this reason only, and soon over.

An address such as /staff/people/<uuid>/ leads nowhere without the session in which the search was made. There the
uuid leads to the NHS number and the reason, encrypted.
"""

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from registry.actions.person_views import Grounds
from registry.encryption import decrypt, encrypt
from registry.nhs_number import NHSNumber
from registry.queries.people_search import LookUpReason

SESSION_KEY = "people_found"
LASTS = timedelta(minutes=30)
MOST_KEPT = 100


@dataclass(frozen=True, repr=False)
class Handle:
    """Whom an address leads to, and why they were looked for."""

    number: NHSNumber
    grounds: Grounds


def keep(session: SessionBase, handle: Handle, *, staff: str, at: datetime) -> UUID:
    """Make an address for someone who was found. The oldest are forgotten beyond a hundred."""
    public_id = uuid.uuid4()
    kept = [*session.get(SESSION_KEY, {}).items(), (str(public_id), _seal(handle, staff, at))]
    session[SESSION_KEY] = dict(kept[-MOST_KEPT:])
    return public_id


def find(session: SessionBase, public_id: UUID, *, staff: str, at: datetime) -> Handle | None:
    """Return whom an address leads to; None if it is unknown here, someone else's or over."""
    sealed = session.get(SESSION_KEY, {}).get(str(public_id))
    return _open(sealed, staff, at) if sealed else None


def _seal(handle: Handle, staff: str, at: datetime) -> str:
    grounds = handle.grounds
    plain = [handle.number.digits, grounds.reason.value, grounds.words, grounds.case_reference, staff, at.isoformat()]
    return base64.b64encode(encrypt(json.dumps(plain).encode())).decode()


def _open(sealed: str, staff: str, at: datetime) -> Handle | None:
    digits, reason, words, case, owner, made = json.loads(decrypt(base64.b64decode(sealed)))
    if owner != staff or at - datetime.fromisoformat(made) >= LASTS:
        return None
    return Handle(NHSNumber.parse(digits), Grounds(LookUpReason(reason), words, case))
