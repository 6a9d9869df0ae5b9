"""Writes of drafts. Each locks the row, so that parallel posts of one person queue and none is lost."""

import uuid
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry.clock import DatabaseNow
from registry.models import Draft, IdentityCheck
from registry.queries.drafts import open_drafts

# The same limits as `open_drafts`; written out, because every page asks this and Django would need two statements.
RESUME = """
UPDATE registry_draft SET last_seen_at = registry_now()
WHERE id = %s AND last_seen_at > registry_now() - %s AND started_at > registry_now() - %s
RETURNING *
"""


class DraftEnded(Exception):
    """The session is over; nothing was saved."""


class ProofChanged(Exception):
    """Someone else was proved since this question was asked, or nobody is any more; nothing was kept."""


def start_draft() -> Draft:
    """Open an empty draft."""
    draft = Draft()
    draft.save(force_insert=True)
    return draft


def keep_answer(
    *,
    draft_id: UUID | str,
    step: str,
    answer: dict[str, str],
    settles_identity: bool,
    proved_at: datetime | None = None,
) -> Draft:
    """Keep one step's answer. A changed identity answer drops the proof; any change needs a fresh review.

    An answer that follows the proof names it by `proved_at`. Raises DraftEnded, ProofChanged.
    """
    with transaction.atomic():
        draft = lock_draft(draft_id)
        if draft.saved_change_id:
            raise DraftEnded("this choice was already saved")
        if not settles_identity and (proved_at is None or draft.proved_at != proved_at):
            raise ProofChanged("this answer belongs to another proof")
        if draft.answers.get(step) != answer:
            draft.answers = {**draft.answers, step: answer}
            draft.submission_key = uuid.uuid4()
            if settles_identity:
                drop_proof(draft)
        draft.save()
    return draft


def drop_proof(draft: Draft) -> None:
    """Forget who was proved and what was asked: the details are about to be someone else's, perhaps."""
    replace_request(draft)
    draft.identity_check = None
    draft.proved_nhs_number = None
    draft.proved_channel = ""
    draft.proved_contact = ""
    draft.proved_at = None
    draft.answers = {step: answer for step, answer in draft.answers.items() if step not in {"choice", "letter"}}


def replace_request(draft: Draft) -> None:
    """Make the draft's request for a code useless, and erase what it holds: the worker must not send for it."""
    if draft.identity_check_id:
        unused = IdentityCheck.objects.filter(pk=draft.identity_check_id, used_at=None)
        unused.update(replaced_at=DatabaseNow(), code_hash="", details={})


def resume_draft(*, draft_id: UUID | str) -> Draft | None:
    """Move the idle limit on and return the draft, or None when it has ended."""
    resumed = Draft.objects.raw(RESUME, [draft_id, settings.DRAFT_IDLE, settings.DRAFT_HARD])
    return next(iter(resumed), None)


def end_draft(*, draft_id: UUID | str) -> None:
    """Erase the draft: signing out and ending leave nothing behind."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
        if draft:
            replace_request(draft)
            draft.delete()


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
