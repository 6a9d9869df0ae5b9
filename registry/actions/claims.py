"""Taking work and giving it back. One conditional UPDATE each, so that no two members of staff get the same thing."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from registry.models import Claimable, StaffUser
from registry.parties import Actor

Work = TypeVar("Work", bound=Claimable)


class CannotClaim(Exception):
    """Somebody else has this open."""


def claim(model: type[Work], public_id: UUID, *, by: Actor, at: datetime) -> Work:
    """Take one thing, or hold on to it longer. Raises CannotClaim, or `model.DoesNotExist`."""
    free = Q(claimed_by=None) | Q(claimed_by_id=staff_id(by)) | Q(claimed_until__lte=at)
    taken = model._default_manager.filter(free, public_id=public_id).update(  # noqa: SLF001 - Django's documented name
        claimed_by_id=staff_id(by), claimed_until=at + settings.CLAIM_LASTS
    )
    found = model._default_manager.get(public_id=public_id)  # noqa: SLF001
    if not taken:
        raise CannotClaim("somebody else has this open")
    return found


def release(model: type[Work], public_id: UUID, *, by: Actor) -> None:
    """Give back what `by` holds; anything else stays as it is."""
    held = model._default_manager.filter(public_id=public_id, claimed_by_id=staff_id(by))  # noqa: SLF001
    held.update(claimed_by=None, claimed_until=None)


def staff_id(by: Actor) -> int:
    """Return the account behind an actor who is a member of staff."""
    return int(by.id)


def staff_user(by: Actor) -> StaffUser:
    """Return the account itself."""
    return StaffUser.objects.get(pk=staff_id(by))
