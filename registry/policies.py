"""May this be done, now? Each rule with its source; permissions say who among staff may ask."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from registry.demographics import Demographics
from registry.models import ProxyRole, Source
from registry.parties import Patient, Proxy

LONDON = ZoneInfo("Europe/London")
# A code sent to a phone or inbox proves the person only; whoever acts for someone needs paper or the call centre.
PROXY_SOURCES = frozenset({Source.PAPER, Source.CALL_CENTRE})


class CannotChoose(Exception):
    """The rules refuse this choice; the subclass says which rule."""


class UnderAge(CannotChoose):
    """Under 13s are represented by someone with parental responsibility."""


class OldEnoughToDecide(CannotChoose):
    """From 13 only the young person may change the choice."""


class ProxyNotAllowed(CannotChoose):
    """This proxy may not act, or not through this channel."""


class PersonHasDied(CannotChoose):
    """The choice that stood at death stays."""


def age_on(date_of_birth: date, day: date) -> int:
    """Return completed years; someone born on 29 February has their birthday on 1 March in other years."""
    return day.year - date_of_birth.year - ((day.month, day.day) < (date_of_birth.month, date_of_birth.day))


def check_may_choose(person: Demographics, party: Patient | Proxy, source: Source, at: datetime) -> None:
    """Raise a CannotChoose unless `party` may set this person's choice. Source: the policy's rules on who may act."""
    if person.date_of_death:
        raise PersonHasDied("a choice cannot be set after death")
    is_child = age_on(person.date_of_birth, at.astimezone(LONDON).date()) < settings.MINIMUM_AGE
    if isinstance(party, Patient):
        if is_child:
            raise UnderAge("a person under 13 cannot set their own choice")
        return
    _check_proxy(party, source, is_child=is_child)


def _check_proxy(proxy: Proxy, source: Source, *, is_child: bool) -> None:
    if source not in PROXY_SOURCES:
        raise ProxyNotAllowed("a proxy acts by paper form or call centre only")
    if not proxy.name.strip():
        raise ProxyNotAllowed("a proxy must be named")
    if proxy.role == ProxyRole.GUARDIAN and not is_child:
        raise OldEnoughToDecide("from 13 only the young person may change their choice")
    if proxy.role == ProxyRole.CLINICIAN and source != Source.PAPER:
        raise ProxyNotAllowed("a clinician acts by the detained and secure estate form only")
