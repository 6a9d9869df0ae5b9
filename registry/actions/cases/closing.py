"""Closing a case without a letter: a duplicate, nothing to answer, nobody to write to, or the person has died."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from registry.actions.cases.moves import move
from registry.actions.cases.problems import CannotDecide, DecidingProblem
from registry.actions.cases.taking import lock_to_decide, may_decide
from registry.matching import name_key
from registry.models import CASE_TRANSITIONS, Case, CaseState, CloseReason, FormType
from registry.paper import PaperPerson
from registry.parties import Actor
from registry.queries.cases import NothingKeyed, standing_form


def close_case(
    *, case_id: UUID, reason: CloseReason, duplicate_of: str = "", version: int, by: Actor, at: datetime
) -> Case:
    """Close a case; `duplicate_of` is the reference of the case that goes on, for a duplicate only.

    A choice that stands stays as it is. Raises CannotDecide, StaleVersion, OwnRecord, CannotClaim, NotPermitted,
    CaseNotFound.
    """
    case, user = may_decide(case_id, by=by, at=at)
    _check(case, reason, duplicate_of)
    with transaction.atomic():
        original = _lock_original(case, duplicate_of)
        case = lock_to_decide(case_id, version, by=by, at=at)
        told: dict[str, int | str] = {"duplicate_of": original.reference} if original else {}
        return move(
            case,
            CaseState.CLOSED,
            by=by,
            at=at,
            reason=reason.value,
            details=told,
            decided_by=user,
            decided_at=at,
            close_reason=reason,
            duplicate_of=original,
        )


def _check(case: Case, reason: CloseReason, duplicate_of: str) -> None:
    if CaseState.CLOSED not in CASE_TRANSITIONS[CaseState(case.state)]:
        raise CannotDecide(DecidingProblem.NOT_DUE)
    if reason == CloseReason.PERSON_DIED and case.form_type != FormType.SELF:
        raise CannotDecide(DecidingProblem.WRITE_TO_PROXY)
    if reason == CloseReason.DUPLICATE and not duplicate_of:
        raise CannotDecide(DecidingProblem.DUPLICATE_NOT_FOUND)
    if reason != CloseReason.DUPLICATE and duplicate_of:
        raise CannotDecide(DecidingProblem.DUPLICATE_NOT_ASKED)


def _lock_original(case: Case, reference: str) -> Case | None:
    """Return the case that goes on. Both are locked in one order, so that two never close as each other's duplicate."""
    if not reference:
        return None
    both = Q(pk=case.pk) | Q(reference=reference.strip().upper())
    locked = {found.pk: found for found in Case.objects.select_for_update().filter(both).order_by("pk")}
    locked.pop(case.pk)
    if not locked:
        is_itself = case.reference == reference.strip().upper()
        raise CannotDecide(DecidingProblem.DUPLICATE_OF_ITSELF if is_itself else DecidingProblem.DUPLICATE_NOT_FOUND)
    original = locked.popitem()[1]
    if original.close_reason == CloseReason.DUPLICATE:
        raise CannotDecide(DecidingProblem.DUPLICATE_OF_DUPLICATE)
    if _are_about_others(case, original):
        raise CannotDecide(DecidingProblem.DUPLICATE_OF_OTHERS)
    return original


def _are_about_others(case: Case, original: Case) -> bool:
    """Say whether both are keyed and share nobody; what is not keyed cannot be compared."""
    ours, theirs = _people(case), _people(original)
    return bool(ours and theirs) and not any(_is_same(one, other) for one in ours for other in theirs)


def _people(case: Case) -> tuple[PaperPerson, ...]:
    try:
        return standing_form(case).people
    except NothingKeyed:
        return ()


def _is_same(one: PaperPerson, other: PaperPerson) -> bool:
    if one.nhs_number and other.nhs_number:
        return one.nhs_number == other.nhs_number
    names_fit = name_key(one.family_name) == name_key(other.family_name)
    return names_fit and one.date_of_birth == other.date_of_birth
