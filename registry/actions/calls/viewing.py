"""What the pages of a call show of a person, and only once the caller is proved. Written down first (T16)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.actions.calls.choosing import BY_HAND, can_confirm_by
from registry.actions.calls.moves import write_down
from registry.actions.claims import staff_user
from registry.actions.identity_checks import contact_for
from registry.actions.looking import before_showing
from registry.actions.person_views import check_not_own
from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.models import AuditAction, Call, CallState, MessageChannel, Preference, PreferenceChange
from registry.one_time_codes import mask_email, mask_mobile
from registry.parties import Actor
from registry.queries.calls import choice_through_website, get_call, get_waiting_call, standing_choice

LARGE_PRINT = "large_print"
SHOWING = (CallState.PROVED, CallState.WAITING)


@dataclass(frozen=True, repr=False)
class PersonSeen:
    """A person as the agent sees them: a name, masked contacts and the choice that stands."""

    name: str
    date_of_birth: date
    mobile: str
    ways: tuple[tuple[str, str], ...]
    standing: Preference | None


@dataclass(frozen=True, repr=False)
class CallPage:
    """A call with what may be shown of its person; `person` is None before the proof and after the end."""

    call: Call
    person: PersonSeen | None
    through_website: PreferenceChange | None


def open_call(*, call_id: UUID | str, shows: str, by: Actor, at: datetime) -> CallPage:
    """Write down that a page of one's own call is opened and what it shows, and return the call.

    A call without a person shows nobody, and is not written down. Raises CallNotFound, looking.NotWrittenDown,
    PersonNotFound, DirectoryUnavailable.
    """
    call = get_call(call_id, by=by)
    if call.nhs_number:
        _write_look(call, shows, by, at)
    return _page(call)


def open_waiting_call(*, call_id: UUID | str, by: Actor, at: datetime) -> CallPage:
    """Write down that a second person opens a waiting call, and return it. Raises as `open_call` and OwnRecord."""
    call = get_waiting_call(call_id, by=by)
    check_not_own(staff_user(by), call.nhs_number, by=by, at=at)
    _write_look(call, "approval", by, at)
    return _page(call)


def _write_look(call: Call, shows: str, by: Actor, at: datetime) -> None:
    """Commit the audit row by itself, before anything of the person is shown."""
    with before_showing():
        write_down(AuditAction.CALL_VIEWED, call, by=by, at=at, details={"shows": shows})


def _page(call: Call) -> CallPage:
    person = get_directory().get(call.nhs_number) if call.state in SHOWING else None
    return CallPage(call, _seen(person) if person else None, choice_through_website(call))


def _seen(person: Demographics) -> PersonSeen:
    mobile = contact_for(person, MessageChannel.SMS)
    return PersonSeen(
        name=person.full_name,
        date_of_birth=person.date_of_birth,
        mobile=mask_mobile(mobile),
        ways=tuple((way, _way_words(person, way)) for way in _ways(person)),
        standing=standing_choice(person.nhs_number),
    )


def _ways(person: Demographics) -> list[str]:
    """Return how the choice can be confirmed; a restricted record gets no letter by itself (T15)."""
    found = [channel.value for channel in MessageChannel if can_confirm_by(person, channel)]
    return [*found, BY_HAND] if person.is_restricted else found


def _way_words(person: Demographics, way: str) -> str:
    large = " in large print" if person.format_needs == LARGE_PRINT else ""
    words = {
        MessageChannel.SMS.value: f"Text message to {mask_mobile(contact_for(person, MessageChannel.SMS))}",
        MessageChannel.EMAIL.value: f"Email to {mask_email(person.email)}",
        MessageChannel.LETTER.value: f"Letter{large} to the address on the record",
        BY_HAND: "Letter that we write by hand, because the record is restricted",
    }
    return words[way]
