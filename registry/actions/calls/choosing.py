"""The choice of a caller who is proved, and of those who act for somebody else."""

import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry.actions.calls.moves import CallMovedOn, lock_call, move
from registry.actions.identity_checks import contact_for
from registry.actions.preferences import Submission, record_choice
from registry.actions.tasks import create_task
from registry.demographics import Demographics
from registry.encryption import keyed_hash
from registry.gateways.directory import get_directory
from registry.matching import name_key
from registry.models import Call, CallState, MessageChannel, ProxyRole, Source, Status, TaskKind
from registry.parties import Actor, Patient, Proxy, staff_id
from registry.policies import check_may_choose
from registry.queries.calls import can_be_reached_by, evidence_on_file
from registry.queries.working_days import next_working_time

# What the caller may ask for when the record is restricted: no letter goes out by itself (T15).
BY_HAND = "by_hand"


class NotReady(Exception):
    """The call lacks an answer, or the answers changed after this review: they need a fresh one. Nothing was saved."""


class NoEvidence(Exception):
    """We hold no proof, under this reference, that this person may act in this role: they need to send a form."""


def keep_answer(*, call_id: UUID | str, step: str, answer: dict[str, str], by: Actor, at: datetime) -> Call:
    """Keep what a proved caller said at one step. Raises CallNotFound, CallMovedOn."""
    del at
    with transaction.atomic():
        call = lock_call(call_id, by=by, states=(CallState.PROVED,))
        if call.change_id:
            raise CallMovedOn("the choice was saved already")
        call.answers = {**call.answers, step: answer}
        call.save(update_fields=["answers"])
    return call


def name_proxy(
    *, call_id: UUID | str, name: str, contact: str, authority: str, case_reference: str, by: Actor, at: datetime
) -> Call:
    """Keep who calls for the person and by what right, if proof of it came with an earlier form.

    Nobody can see a paper over the telephone: the form under `case_reference` must have been accepted, for this
    person, in this role and name. Raises NoEvidence, CallNotFound, CallMovedOn.
    """
    del at
    with transaction.atomic():
        call = lock_call(call_id, by=by, states=(CallState.PROVED,))
        earlier = evidence_on_file(call.nhs_number, role=call.role, case_reference=case_reference)
        if not call.role or earlier is None or name_key(earlier.proxy_name) != name_key(name) or not name_key(name):
            raise NoEvidence("no accepted form proves this")
        call.caller = {"name": name, "contact": contact, "authority": authority, "case_reference": case_reference}
        call.answers = {**call.answers, "authority": {"kept": "yes"}}
        call.save(update_fields=["caller", "answers"])
    return call


def review_token(call: Call) -> str:
    """Return what the review page carries: it fits only the answers that the page shows (F30)."""
    shown = [call.answers.get("choice"), call.answers.get("confirm-by"), call.caller]
    return keyed_hash("call-review", f"{call.public_id}\0{json.dumps(shown, sort_keys=True)}").hex()


def save_call_choice(*, call_id: UUID | str, token: str, by: Actor, at: datetime) -> Call:
    """Save what the caller chose, once; a choice for somebody else waits for a second person (T18).

    A repeat returns the call as the first left it. Raises NotReady, CallNotFound, CallMovedOn, CannotChoose,
    PersonNotFound, DirectoryUnavailable.
    """
    person = _person(call_id, by)
    with transaction.atomic():
        call = lock_call(call_id, by=by)
        if call.change_id or call.state == CallState.WAITING:
            return call
        if call.state != CallState.PROVED:
            raise CallMovedOn("nobody is proved in this call")
        if token != review_token(call) or "choice" not in call.answers or "confirm-by" not in call.answers:
            raise NotReady("the answers changed after the review")
        if call.role:
            _ask_a_second_person(call, person, at)
        else:
            record_for_call(call, person, decided_at=at, by=by, at=at)
    return call


def _person(call_id: UUID | str, by: Actor) -> Demographics | None:
    """Ask the directory before the transaction: a slow answer must not hold a lock."""
    call = Call.objects.filter(public_id=call_id, agent_id=staff_id(by), nhs_number__isnull=False).first()
    return get_directory().get(call.nhs_number) if call else None


def _ask_a_second_person(call: Call, person: Demographics | None, at: datetime) -> None:
    if not call.caller or person is None:
        raise NotReady("it is not said who acts for the person")
    check_may_choose(person, party_of(call), Source.CALL_CENTRE, at)
    answers = {**call.answers, "review": {"decided_at": at.isoformat()}}
    if not move(call, CallState.WAITING, answers=answers):
        raise CallMovedOn("the call is somewhere else now")
    call.state, call.answers = CallState.WAITING, answers


def record_for_call(call: Call, person: Demographics | None, *, decided_at: datetime, by: Actor, at: datetime) -> None:
    """Record the choice of a locked call and tie the two together. Raises as `record_choice` does."""
    assert person is not None
    chosen = call.answers["confirm-by"]["confirm_by"]
    submission = Submission(
        person=person,
        status=Status(call.answers["choice"]["choice"]),
        source=Source.CALL_CENTRE,
        party=party_of(call),
        decided_at=decided_at,
        idempotency_key=f"call {call.public_id}",
        case_reference=call.caller.get("case_reference", ""),
        confirm_by=[] if chosen == BY_HAND else [MessageChannel(chosen)],
        reason=f"Call {call.public_id}",
    )
    call.change = record_choice(submission, by=by, at=at)
    call.save(update_fields=["change"])
    if chosen == BY_HAND:
        _write_by_hand(call, by, at)


def party_of(call: Call) -> Patient | Proxy:
    """Return who decides."""
    if not call.role:
        return Patient()
    return Proxy(ProxyRole(call.role), call.caller["name"], call.caller["contact"])


def can_confirm_by(person: Demographics, channel: MessageChannel) -> bool:
    """Say whether the record has what this channel needs."""
    if channel == MessageChannel.LETTER:
        return can_be_reached_by(person, channel)
    return bool(contact_for(person, channel))


def _write_by_hand(call: Call, by: Actor, at: datetime) -> None:
    create_task(
        kind=TaskKind.RESTRICTED_RECORD,
        due_at=next_working_time(at) + settings.CLAIM_LASTS,
        nhs_number=call.nhs_number,
        call_id=call.pk,
        detail="Confirm a choice made by phone. The record is restricted, so no letter goes out by itself.",
        by=by,
        at=at,
    )
