"""The identity questions. The answer that the caller gave is compared and forgotten: never kept, never logged."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry import limits
from registry.actions.calls.finding import Refusal, draw
from registry.actions.calls.moves import move, write_down
from registry.actions.claims import staff_user
from registry.actions.person_views import nearness
from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.identity_questions import QuestionKind, how_many_left, is_right, next_kind
from registry.models import AuditAction, Call, CallState
from registry.parties import Actor
from registry.queries.calls import get_call, open_question


def answer_question(*, call_id: UUID | str, turn: int, typed: str, by: Actor, at: datetime) -> Call:
    """Compare an answer with the record, count it, and go on: to the next question, to the proof, or to the end.

    `turn` says which question the page showed, the first being 1. An answer to an earlier one, such as the second
    click of a double click, changes nothing. Returns the call as it then is. Raises CallNotFound,
    PersonNotFound, DirectoryUnavailable.
    """
    call = get_call(call_id, by=by)
    if call.state != CallState.ASKING or len(call.questions) != turn:
        return call
    person = get_directory().get(call.nhs_number)
    kind = open_question(call)
    fits = is_right(kind, person, typed)
    end, columns = _after(call, person, fits=fits, at=at)
    with transaction.atomic():
        if move(call, end, **columns):
            _write(call, kind, end, fits=fits, by=by, at=at)
            if end == CallState.PROVED:
                _write_proof(call, person, by, at)
    return get_call(call_id, by=by)


def _after(call: Call, person: Demographics, *, fits: bool, at: datetime) -> tuple[CallState, dict[str, Any]]:
    """Return where this answer leads and what it changes."""
    passed, wrong = call.passed + fits, call.wrong + (not fits)
    columns: dict[str, Any] = {"passed": passed, "wrong": wrong}
    if passed >= settings.RIGHT_ANSWERS_PROVE:
        return CallState.PROVED, columns | {"proved_at": at}
    said = said_to_be_found(call)
    left = how_many_left(person, said, call.questions)
    if wrong >= settings.WRONG_ANSWERS_END_CALL or passed + left < settings.RIGHT_ANSWERS_PROVE:
        return CallState.REFUSED, columns
    following = next_kind(person, said, call.questions, draw)
    return CallState.ASKING, columns | {"questions": [*call.questions, following]}


def said_to_be_found(call: Call) -> list[str]:
    """Return the kinds of question that the caller answered by being found."""
    said: str = call.answers.get("find", {}).get("said", "")
    return [kind for kind in said.split(",") if kind]


def _write(call: Call, kind: QuestionKind, end: CallState, *, fits: bool, by: Actor, at: datetime) -> None:
    told: dict[str, int | str] = {"kind": kind.value, "answer": "pass" if fits else "fail"}
    write_down(AuditAction.CALLER_ANSWERED, call, by=by, at=at, details=told)
    if end == CallState.REFUSED:
        write_down(AuditAction.CALLER_REFUSED, call, by=by, at=at, details={"why": Refusal.WRONG_ANSWERS.value})


def _write_proof(call: Call, person: Demographics, by: Actor, at: datetime) -> None:
    """From here on the agent sees something of the record, which counts as opening it."""
    write_down(AuditAction.CALLER_PROVED, call, by=by, at=at)
    seen: dict[str, int | str] = {"shown": "masked", **nearness(staff_user(by), person)}
    write_down(AuditAction.PERSON_VIEWED, call, by=by, at=at, details=seen)
    limits.UNPROVED_CALLS.give_back(call.nhs_number.digits)
