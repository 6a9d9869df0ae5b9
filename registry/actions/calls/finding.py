"""Finding the person whom a call is about, and the first question."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from registry import audit, limits
from registry.actions.calls.moves import CallMovedOn, move, write_down
from registry.actions.claims import staff_user
from registry.actions.person_views import check_not_own
from registry.actions.tasks import create_task
from registry.demographics import Demographics
from registry.identity_questions import QuestionKind, how_many_left, next_kind, said_already
from registry.matching import IdentityDetails
from registry.models import AuditAction, Call, CallState, ProxyRole, TaskKind
from registry.parties import Actor
from registry.policies import LONDON, age_on
from registry.queries.calls import get_call
from registry.queries.people import who_fits
from registry.queries.working_days import next_working_time


class Obstacle(models.TextChoices):
    """Why the call cannot go on with this person. Each has its words on the page."""

    NO_MATCH = "no_match", "No record matches"
    SEVERAL = "several", "More than one record matches"
    DIED = "died", "The person has died"
    UNDER_13 = "under_13", "The person is under 13"
    IS_13 = "is_13", "The person is 13 or over"


class Refusal(models.TextChoices):
    """Why identity was not proved."""

    WRONG_ANSWERS = "wrong_answers", "Too many wrong answers"
    TOO_FEW = "too_few", "The record cannot answer enough questions"
    TOO_OFTEN = "too_often", "Too many calls about this person without proof today"


class CannotGoOn(Exception):
    """The look-up led to nobody with whom this call can go on; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


def find_person(*, call_id: UUID | str, details: IdentityDetails, by: Actor, at: datetime) -> Call:
    """Ask the directory for the person whom the caller names, and begin the questions. The look-up is written first.

    Returns the call: asking, or refused at once. Raises CannotGoOn, person_views.OwnRecord (T19), CallMovedOn,
    CallNotFound, DirectoryUnavailable.
    """
    call = get_call(call_id, by=by)
    if call.state != CallState.OPEN:
        raise CallMovedOn("the person was found already")
    _write_search(call, details, by, at)
    person = _the_one(details)
    check_not_own(staff_user(by), person.nhs_number, by=by, at=at)
    _check_may_call(call, person, at)
    return _begin(call, person, said_already(details, person), by, at)


def draw(kinds: Sequence[QuestionKind]) -> QuestionKind:
    """Draw one question so that nobody can foresee it."""
    return secrets.choice(kinds)


def _write_search(call: Call, details: IdentityDetails, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        audit.record(
            AuditAction.PEOPLE_SEARCHED,
            by=by,
            at=at,
            subject=details.nhs_number,
            about=("call", str(call.public_id)),
            channel="CC",
            reason=call.reason,
            details={"by": "nhs_number" if details.nhs_number else "postcode"},
        )


def _the_one(details: IdentityDetails) -> Demographics:
    fitting = who_fits(details)
    if len(fitting) != 1:
        raise CannotGoOn(Obstacle.SEVERAL if fitting else Obstacle.NO_MATCH)
    return fitting[0]


def _check_may_call(call: Call, person: Demographics, at: datetime) -> None:
    """Say at once what the rules will not allow at the end; `policies` has the last word."""
    if person.date_of_death:
        raise CannotGoOn(Obstacle.DIED)
    is_child = age_on(person.date_of_birth, at.astimezone(LONDON).date()) < settings.MINIMUM_AGE
    if is_child and not call.role:
        raise CannotGoOn(Obstacle.UNDER_13)
    if call.role == ProxyRole.GUARDIAN and not is_child:
        raise CannotGoOn(Obstacle.IS_13)


def _begin(call: Call, person: Demographics, said: list[QuestionKind], by: Actor, at: datetime) -> Call:
    with transaction.atomic():
        first, refusal = _first_question(person, said)
        answers = {**call.answers, "find": {"said": ",".join(said)}}
        if refusal:
            answers["refused"] = {"why": refusal.value}
        found = {"nhs_number": person.nhs_number, "answers": answers, "questions": [first] if first else []}
        if not move(call, CallState.REFUSED if refusal else CallState.ASKING, **found):
            raise CallMovedOn("the person was found already")
        call = get_call(call.public_id, by=by)
        if refusal:
            write_down(AuditAction.CALLER_REFUSED, call, by=by, at=at, details={"why": refusal.value})
            _tell_supervisors(call, refusal, by, at)
    return call


def _first_question(person: Demographics, said: list[QuestionKind]) -> tuple[QuestionKind | None, Refusal | None]:
    """Count this call against its person before anything is asked; proof gives the count back."""
    if how_many_left(person, said, []) < settings.RIGHT_ANSWERS_PROVE:
        return None, Refusal.TOO_FEW
    if not limits.UNPROVED_CALLS.allows(person.nhs_number.digits):
        return None, Refusal.TOO_OFTEN
    return next_kind(person, said, [], draw), None


def _tell_supervisors(call: Call, refusal: Refusal, by: Actor, at: datetime) -> None:
    if refusal == Refusal.TOO_OFTEN:
        create_task(
            kind=TaskKind.REVIEW_LOOK_UP,
            due_at=next_working_time(at),
            nhs_number=call.nhs_number,
            call_id=call.pk,
            detail="Several callers about this person today could not answer the identity questions.",
            by=by,
            at=at,
        )
