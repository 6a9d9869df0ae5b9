"""What a caller can be sent instead of a choice by phone: a form, a link, or a call back."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry import audit, outbox
from registry.actions.calls.moves import CallMovedOn, lock_call, write_down
from registry.actions.identity_checks import contact_for
from registry.actions.tasks import create_task
from registry.correspondence.forms import FormVariant
from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.models import (
    AuditAction,
    Call,
    CallState,
    FormType,
    Message,
    MessageChannel,
    MessageKind,
    Task,
    TaskKind,
)
from registry.parties import Actor
from registry.queries.calls import can_be_reached_by, get_call

FOUND = (CallState.ASKING, CallState.PROVED, CallState.REFUSED)


class NoWayThere(Exception):
    """The record has no address, or no mobile number, or is restricted."""


def send_form(*, call_id: UUID | str, form_type: FormType, variant: FormVariant, by: Actor, at: datetime) -> Call:
    """Send a form to the address on the record, which nobody here can change; the same form goes once in a call.

    Needs a person, no proof: it goes to the person either way. A restricted record gets a task, not a letter (T15).
    Raises CallNotFound, CallMovedOn, NoWayThere, PersonNotFound, DirectoryUnavailable.
    """
    person = _person(call_id, by)
    with transaction.atomic():
        call = lock_call(call_id, by=by, states=FOUND)
        sent = call.answers.get("sent", {})
        if form_type.value in sent:
            return call
        if person.is_restricted:
            _write_by_hand(call, form_type, by, at)
        elif not can_be_reached_by(person, MessageChannel.LETTER):
            raise NoWayThere("no address on the record")
        else:
            content = {"form_type": form_type.value, "variant": variant.value, "case_reference": ""}
            _queue(call, MessageKind.FORM, MessageChannel.LETTER, content, at)
        _remember(call, form_type.value, at)
        details: dict[str, int | str] = {"form_type": form_type.value, "variant": variant.value}
        write_down(AuditAction.FORM_SENT, call, by=by, at=at, details=details)
    return call


def send_link(*, call_id: UUID | str, by: Actor, at: datetime) -> Call:
    """Text a link to the website to the mobile number on the record, once in a call and only after proof.

    Raises CallNotFound, CallMovedOn, NoWayThere, PersonNotFound, DirectoryUnavailable.
    """
    person = _person(call_id, by)
    with transaction.atomic():
        call = lock_call(call_id, by=by, states=(CallState.PROVED,))
        if "link" in call.answers.get("sent", {}):
            return call
        if not contact_for(person, MessageChannel.SMS):
            raise NoWayThere("no mobile number on the record")
        _queue(call, MessageKind.LINK, MessageChannel.SMS, {}, at)
        _remember(call, "link", at)
        write_down(AuditAction.LINK_SENT, call, by=by, at=at)
    return call


def arrange_call_back(
    *, call_id: UUID | str, due_at: datetime, number: str, about: str, by: Actor, at: datetime
) -> Task:
    """Write down that the caller is to be called back. Number and words are encrypted. Raises CallNotFound."""
    with transaction.atomic():
        call = lock_call(call_id, by=by)
        if call.state in {CallState.ENDED, CallState.WAITING}:
            raise CallMovedOn("the call has ended")
        _remember(call, "call-back", at)
        return create_task(
            kind=TaskKind.CALL_BACK,
            due_at=due_at,
            nhs_number=call.nhs_number,
            call_id=call.pk,
            detail=f"Call back on {number}. {about}".strip(),
            by=by,
            at=at,
        )


def _person(call_id: UUID | str, by: Actor) -> Demographics:
    """Ask the directory before the transaction: a slow answer must not hold a lock."""
    call = get_call(call_id, by=by)
    if call.state not in FOUND:
        raise CallMovedOn("nobody is found in this call")
    return get_directory().get(call.nhs_number)


def _queue(call: Call, kind: MessageKind, channel: MessageChannel, content: dict[str, str], at: datetime) -> None:
    outbox.add_messages(
        [
            Message(
                kind=kind,
                channel=channel,
                nhs_number=call.nhs_number,
                content=content,
                deadline_at=at + settings.MESSAGE_DEADLINE,
                request_id=audit.current_request_id(),
            )
        ]
    )


def _remember(call: Call, what: str, at: datetime) -> None:
    call.answers = {**call.answers, "sent": {**call.answers.get("sent", {}), what: at.isoformat()}}
    call.save(update_fields=["answers"])


def _write_by_hand(call: Call, form_type: FormType, by: Actor, at: datetime) -> None:
    create_task(
        kind=TaskKind.RESTRICTED_RECORD,
        due_at=at + settings.MESSAGE_DEADLINE,
        nhs_number=call.nhs_number,
        call_id=call.pk,
        detail=f"Send the form “{form_type.label}” by hand. The record is restricted.",
        by=by,
        at=at,
    )
