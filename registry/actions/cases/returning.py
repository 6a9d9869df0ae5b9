"""Sending a form back with coded reasons: the message and the move commit together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from registry import audit, outbox
from registry.actions.cases.moves import move
from registry.actions.cases.problems import CannotDecide, DecidingProblem
from registry.actions.cases.taking import lock_to_decide, may_decide
from registry.actions.looking import before_showing
from registry.correspondence import ReturnLetter, return_letter
from registry.models import AuditAction, Case, CaseState, FormType, Message, MessageChannel, MessageKind, ReturnReason
from registry.nhs_number import NHSNumber
from registry.paper import PaperForm
from registry.parties import Actor
from registry.policies import LONDON
from registry.queries.candidates import current_record, is_the_person
from registry.queries.cases import numbers_of, standing_form

STANDARD = "standard"


def return_case(*, case_id: UUID, reasons: Sequence[ReturnReason], version: int, by: Actor, at: datetime) -> Case:
    """Send the form back for these reasons, by email if that was asked for and an address is given, else by letter.

    Raises CannotDecide, StaleVersion, OwnRecord, CannotClaim, NotPermitted, CaseNotFound, DirectoryUnavailable.
    """
    case, user = may_decide(case_id, by=by, at=at)
    letter = _letter(case, reasons, at)
    with transaction.atomic():
        case = lock_to_decide(case_id, version, by=by, at=at)
        message = _message(letter, at)
        message.save(force_insert=True)
        outbox.wake_relay()
        told: dict[str, int | str] = {"reasons": " ".join(letter.reasons), "message": str(message.public_id)}
        return move(
            case,
            CaseState.RETURNED,
            by=by,
            at=at,
            details=told,
            decided_by=user,
            decided_at=at,
            return_reasons=list(letter.reasons),
        )


def preview_return(*, case_id: UUID, reasons: Sequence[ReturnReason], by: Actor, at: datetime) -> bytes:
    """Return the letter just as it would go today, and write down who looked.

    Raises NotWrittenDown, CannotDecide, CannotCompose, OwnRecord, NotPermitted, CaseNotFound, DirectoryUnavailable.
    """
    case, _ = may_decide(case_id, by=by, at=at)
    letter = _letter(case, reasons, at)
    about, why = ("case", case.reference), "before it goes"
    numbers: list[NHSNumber | None] = [*numbers_of(case)]
    with before_showing():
        for number in numbers or [None]:
            audit.record(AuditAction.LETTER_PREVIEWED, by=by, at=at, subject=number, about=about, reason=why)
    return return_letter(letter)


def _letter(case: Case, reasons: Sequence[ReturnReason], at: datetime) -> ReturnLetter:
    """Return the letter to whoever sent the form, at the address on it. Raises CannotDecide."""
    if case.state != CaseState.TO_DECIDE:
        raise CannotDecide(DecidingProblem.NOT_DUE)
    form = standing_form(case)
    name = _sender_name(case, form)
    address = [line for line in (*form.address_lines, form.postcode) if line.strip()]
    if not name or not (address or form.reply_email):
        raise CannotDecide(DecidingProblem.NO_ADDRESS)
    return ReturnLetter(
        case_reference=case.reference,
        name=name,
        address_lines=address,
        form_type=case.form_type,
        reasons=[reason.value for reason in _in_order(case, reasons)],
        received_on=case.received_on,
        written_on=at.astimezone(LONDON).date(),
        message_id=_message_id(case),
        format_needs=_format_needs(case, form),
        email=form.reply_email,
    )


def _message_id(case: Case) -> UUID:
    """Return one id for one version of a case: the letter looked at bears the code of the one that goes."""
    return uuid5(case.public_id, f"return {case.version}")


def _in_order(case: Case, reasons: Sequence[ReturnReason]) -> list[ReturnReason]:
    """Return the reasons once each, in the order of the code list."""
    if not reasons:
        raise CannotDecide(DecidingProblem.NO_REASONS)
    if ReturnReason.PERSON_DIED in reasons and case.form_type == FormType.SELF:
        raise CannotDecide(DecidingProblem.CLOSE_INSTEAD)
    return [reason for reason in ReturnReason if reason in reasons]


def _sender_name(case: Case, form: PaperForm) -> str:
    """Whoever sent the form: the person, or whoever acts for them."""
    if case.form_type != FormType.SELF:
        return form.acts_for
    first = form.people[0] if form.people else None
    return f"{first.given_names} {first.family_name}".strip() if first else form.signatory


def _format_needs(case: Case, form: PaperForm) -> str:
    """Return how the person reads, from their record if the form is surely theirs; a proxy gets the usual letter."""
    if case.form_type != FormType.SELF or not form.people or form.people[0].nhs_number is None:
        return STANDARD
    person = current_record(form.people[0].nhs_number)
    is_theirs = person and is_the_person(form.people[0], person.nhs_number, person)
    return person.format_needs if person and is_theirs else STANDARD


def _message(letter: ReturnLetter, at: datetime) -> Message:
    """No NHS number: as long as the form is not accepted, there is no record that it is surely about."""
    return Message(
        public_id=letter.message_id,
        kind=MessageKind.RETURN,
        channel=MessageChannel.EMAIL if letter.email else MessageChannel.LETTER,
        case_reference=letter.case_reference,
        recipient=letter.email,
        content=letter.as_json(),
        deadline_at=at + settings.MESSAGE_DEADLINE,
        request_id=audit.current_request_id(),
    )
