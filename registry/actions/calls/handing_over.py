"""From the call to the website: a token that works once, within two minutes, begins a draft bound to the call."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry.actions.calls.moves import CallMovedOn, lock_call, write_down
from registry.encryption import keyed_hash
from registry.models import AuditAction, Call, CallState, Draft
from registry.parties import Actor, staff_member

TOKEN_BYTES = 24
OPEN = (CallState.OPEN, CallState.ASKING, CallState.PROVED)
UUID_DIGITS = 32


class HandOverRefused(Exception):
    """The token is wrong, used or too old: nobody is told which."""


@dataclass(frozen=True)
class AssistedJourney:
    """The draft that was begun, and the path of the call that it ends back at."""

    draft: Draft
    return_path: str


def hand_over(*, call_id: UUID | str, return_path: str, by: Actor, at: datetime) -> str:
    """Return a token for the website. Only its hash is kept; another token replaces it.

    Raises CallNotFound, CallMovedOn.
    """
    secret = secrets.token_hex(TOKEN_BYTES)
    with transaction.atomic():
        call = lock_call(call_id, by=by, states=OPEN)
        if call.change_id:
            raise CallMovedOn("the choice was saved already")
        kept = {
            "hash": _hash(secret),
            "until": (at + settings.HAND_OVER_LASTS).isoformat(),
            "return_path": return_path,
        }
        call.answers = {**call.answers, "hand-over": kept}
        call.save(update_fields=["answers"])
    return f"{call.public_id.hex}-{secret}"


def begin_assisted(*, token: str, at: datetime) -> AssistedJourney:
    """Use a token up and begin the caller's draft. Raises HandOverRefused.

    Whoever holds the token acts as the member of staff who took the call, and as nobody else.
    """
    call_hex, _, secret = token.partition("-")
    with transaction.atomic():
        call = _locked(call_hex)
        kept = call.answers.get("hand-over", {})
        if not _fits(kept, secret, at) or call.state not in OPEN:
            raise HandOverRefused("this hand-over does not work")
        answers = dict(call.answers)
        del answers["hand-over"]
        call.answers = answers
        call.save(update_fields=["answers"])
        draft = Draft(assisted_call=call)
        draft.save(force_insert=True)
        write_down(AuditAction.ASSISTED_STARTED, call, by=agent_of(call), at=at)
    return AssistedJourney(draft, kept["return_path"])


def agent_of(call: Call) -> Actor:
    """Return the member of staff who took a call, as the record names them."""
    return staff_member(call.agent_id)


def _locked(call_hex: str) -> Call:
    if len(call_hex) != UUID_DIGITS or set(call_hex) - set("0123456789abcdef"):
        raise HandOverRefused("this hand-over does not work")
    call = Call.objects.select_for_update().filter(public_id=UUID(hex=call_hex)).first()
    if call is None:
        raise HandOverRefused("this hand-over does not work")
    return call


def _fits(kept: dict[str, str], secret: str, at: datetime) -> bool:
    return (
        bool(kept) and hmac.compare_digest(kept["hash"], _hash(secret)) and at < datetime.fromisoformat(kept["until"])
    )


def _hash(secret: str) -> str:
    return keyed_hash("hand-over", secret).hex()
