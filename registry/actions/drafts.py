"""Writes of drafts. Each locks the row, so that parallel posts of one person queue and none is lost."""

import uuid
from uuid import UUID

from django.db import transaction

from registry.clock import DatabaseNow
from registry.models import Draft
from registry.queries.drafts import open_drafts


class DraftEnded(Exception):
    """The session is over; nothing was saved."""


def start_draft() -> Draft:
    """Open an empty draft."""
    draft = Draft()
    draft.save(force_insert=True)
    return draft


def keep_answer(*, draft_id: UUID | str, step: str, answer: dict[str, str], settles_identity: bool) -> Draft:
    """Keep one step's answer. A changed identity answer drops the proof; any change needs a fresh review."""
    with transaction.atomic():
        draft = lock_draft(draft_id)
        if draft.saved_change_id:
            raise DraftEnded("this choice was already saved")
        if draft.answers.get(step) != answer:
            draft.answers = {**draft.answers, step: answer}
            draft.submission_key = uuid.uuid4()
            if settles_identity:
                drop_proof(draft)
        draft.save()
    return draft


def drop_proof(draft: Draft) -> None:
    """Forget who was proved: the details are about to be someone else's, perhaps."""
    draft.identity_check = None
    draft.proved_nhs_number = None
    draft.proved_channel = ""
    draft.proved_contact = ""
    draft.proved_at = None
    draft.answers = {step: answer for step, answer in draft.answers.items() if step not in {"choice", "letter"}}


def resume_draft(*, draft_id: UUID | str) -> Draft | None:
    """Move the idle limit on and return the draft, or None when it has ended."""
    if not open_drafts().filter(pk=draft_id).update(last_seen_at=DatabaseNow()):
        return None
    return Draft.objects.select_related("saved_change").filter(pk=draft_id).first()


def end_draft(*, draft_id: UUID | str) -> None:
    """Erase the draft: signing out and ending leave nothing behind."""
    Draft.objects.filter(pk=draft_id).delete()


def lock_draft(draft_id: UUID | str) -> Draft:
    """Return the open draft, locked. Raises DraftEnded."""
    draft = open_drafts().select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise DraftEnded("the session is over")
    return draft


def empty_after_saving(draft: Draft, change_id: int) -> None:
    """Leave only the reference to what was saved."""
    drop_proof(draft)
    draft.answers = {}
    draft.saved_change_id = change_id
    draft.save()
