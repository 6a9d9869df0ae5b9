"""Reads of calls. Only the member of staff who took a call finds it; a second person finds those that wait for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from registry.demographics import Demographics
from registry.identity_questions import QuestionKind
from registry.models import Call, CallState, Draft, MessageChannel, Preference, PreferenceChange, Source
from registry.nhs_number import NHSNumber
from registry.parties import Actor, staff_id
from registry.queries.working_days import opening, working_days_later

RECENT = 20
SLOT_DAYS = 5
ONE_HOUR = timedelta(hours=1)


class CallNotFound(Exception):
    """There is no such call, or it is not for this member of staff: the two look the same."""


def get_call(call_id: UUID | str, *, by: Actor) -> Call:
    """Return a call of the person who took it. Raises CallNotFound."""
    return _one(Call.objects.filter(agent_id=staff_id(by)), call_id)


def get_waiting_call(call_id: UUID | str, *, by: Actor) -> Call:
    """Return a call that waits for a second person, to anyone but whoever took it. Raises CallNotFound."""
    return _one(waiting_calls(by=by), call_id)


def _one(calls: QuerySet[Call], call_id: UUID | str) -> Call:
    call = calls.select_related("change", "agent").filter(public_id=call_id).first()
    if call is None:
        raise CallNotFound("no such call for this member of staff")
    return call


def my_calls(*, by: Actor) -> list[Call]:
    """Return the calls that this member of staff has not ended, and the last that they have, newest first."""
    own = Call.objects.filter(agent_id=staff_id(by)).order_by("-started_at", "-pk")
    open_calls = own.exclude(state__in=[CallState.ENDED, CallState.WAITING])
    return [*open_calls, *own.filter(state__in=[CallState.ENDED, CallState.WAITING])[:RECENT]]


def waiting_calls(*, by: Actor) -> QuerySet[Call]:
    """Return the calls that wait for a second person, oldest first, without those that `by` took."""
    waiting = Call.objects.filter(state=CallState.WAITING).exclude(agent_id=staff_id(by))
    return waiting.order_by("started_at", "pk")


def open_question(call: Call) -> QuestionKind:
    """Return the question that the caller is asked now."""
    return QuestionKind(call.questions[-1])


def evidence_on_file(number: NHSNumber, *, role: str, case_reference: str) -> PreferenceChange | None:
    """Return the newest choice that was made for this person by paper, in this role and under this case reference."""
    by_paper = PreferenceChange.objects.filter(nhs_number=number, source=Source.PAPER, proxy_role=role)
    accepted = by_paper.filter(case_reference=case_reference).exclude(case_reference="")
    return accepted.order_by("-version").first()


def choice_through_website(call: Call) -> PreferenceChange | None:
    """Return what was saved on the website for this caller, while the website still remembers."""
    drafts = Draft.objects.filter(assisted_call=call, saved_change__isnull=False).select_related("saved_change")
    draft = drafts.order_by("-started_at").first()
    return draft.saved_change if draft else None


def standing_choice(number: NHSNumber) -> Preference | None:
    """Return the choice that stands, without following superseded numbers: a call holds the current one."""
    return Preference.objects.filter(nhs_number=number).first()


@dataclass(frozen=True)
class Slot:
    """An hour in which someone can be called back."""

    starts_at: datetime


def call_back_slots(at: datetime) -> Sequence[Slot]:
    """Return the hours of the next working days, today's from the next full hour on."""
    today = at.astimezone(opening(at.date()).tzinfo)
    days = [working_days_later(today.date() - timedelta(days=1), count) for count in range(1, SLOT_DAYS + 1)]
    hours = range(settings.CLOSES_AT_HOUR - settings.OPENS_AT_HOUR)
    slots = [Slot(opening(day) + ONE_HOUR * hour) for day in days for hour in hours]
    return [slot for slot in slots if slot.starts_at > at]


def can_be_reached_by(person: Demographics, channel: MessageChannel) -> bool:
    """Say whether a letter may go to this person by itself; a restricted record never gets one."""
    return channel != MessageChannel.LETTER or bool(person.address_lines and not person.is_restricted)
