"""The final action of the online journey."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry.actions.drafts import empty_after_saving, lock_draft
from registry.actions.person_views import check_not_own
from registry.actions.preferences import Submission, record_choice
from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.models import Draft, MessageChannel, PreferenceChange, Source, Status
from registry.parties import Actor, Patient, staff_member
from registry.queries.drafts import get_open_draft


class NotProved(Exception):
    """No one is proved for this draft: nothing was written."""


class ReviewIsStale(Exception):
    """The answers changed after this review page was made: they need a fresh review. Nothing was written."""


def save_choice(*, draft_id: UUID | str, submission_key: str, by: Actor, at: datetime) -> PreferenceChange | None:
    """Save what the draft says, once. Choice, history, audit, messages and the emptied draft commit together.

    A repeat returns the first result, so a double click and a lost reply end on the same saved page. Returns None
    when the session is over. Raises NotProved, ReviewIsStale, policies.CannotChoose, DirectoryUnavailable, and
    person_views.OwnRecord for staff who would help themselves (T19).
    """
    draft = get_open_draft(draft_id)
    if draft is None or draft.saved_change:
        return draft.saved_change if draft else None
    if draft.proved_nhs_number is None:
        raise NotProved("the person is not proved")
    if draft.assisted_call:
        check_not_own(draft.assisted_call.agent, draft.proved_nhs_number, by=hand_of(draft, by), at=at)
    # The demographic service is asked before the transaction: a slow answer must not hold a lock.
    person = get_directory().get(draft.proved_nhs_number)
    with transaction.atomic(durable=True):
        draft = lock_draft(draft_id)
        if draft.saved_change_id:
            return draft.saved_change
        _check_review(draft, submission_key)
        change = record_choice(_submission(draft, person, at), by=hand_of(draft, by), at=at)
        empty_after_saving(draft, change.pk)
    return change


def hand_of(draft: Draft, by: Actor) -> Actor:
    """Return who is at the keyboard: the member of staff who goes through the website for a caller, or else `by`."""
    call = draft.assisted_call
    return staff_member(call.agent_id) if call else by


def _submission(draft: Draft, person: Demographics, at: datetime) -> Submission:
    return Submission(
        person=person,
        status=Status(draft.answers["choice"]["choice"]),
        source=Source.CALL_CENTRE if draft.assisted_call else Source.ONLINE,
        party=Patient(),
        decided_at=at,
        idempotency_key=str(draft.submission_key),
        confirm_by=confirmation_channels(draft),
        reason=f"Call {draft.assisted_call.public_id}, by the website" if draft.assisted_call else "",
    )


def _check_review(draft: Draft, submission_key: str) -> None:
    if draft.proved_nhs_number is None:
        raise NotProved("the person is not proved")
    if str(draft.submission_key) != submission_key or "choice" not in draft.answers:
        raise ReviewIsStale("the answers changed after the review")


def confirmation_channels(draft: Draft) -> list[MessageChannel]:
    """Confirm by the channel that the code came by, and by letter too if asked."""
    channels = [MessageChannel(draft.proved_channel)]
    if draft.answers.get("letter", {}).get("letter") == "yes":
        channels.append(MessageChannel.LETTER)
    return channels
