"""A file that lies here whole becomes the list of one check: joined from its parts, or sent in one piece."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from registry.actions.checks.asking import CannotCheck, NewCheck, ask_for_check, destroyed_unless_used
from registry.actions.checks.uploads import BLOCK, NewUpload, drop_parts
from registry.encryption import CannotDecrypt
from registry.gateways import check_store
from registry.models import Check, CheckProblem, DataFlow, OrganisationPerson, Upload, WayIn
from registry.parties import Actor
from registry.queries.uploads import upload_of


class UploadIncomplete(Exception):
    """Parts of the file are still missing."""


def finish_upload(person: OrganisationPerson, upload_id: UUID, *, by: Actor, at: datetime) -> Check:
    """Join the parts into the list of a check and ask for it; a repeat returns the same check (I2).

    The joining, which takes as long as the file is large, holds no lock and no transaction.
    Raises UploadNotFound, UploadIncomplete, CannotCheck.
    """
    upload = upload_of(person, upload_id)
    if upload.check_made is not None:
        return upload.check_made
    if upload.received != upload.size:
        raise UploadIncomplete("parts of the file are missing")
    joined = _join(upload)
    if joined is None:
        return _made_meanwhile(person, upload_id)
    with destroyed_unless_used(joined.input_name) as used:
        check = _ask_once(upload, joined, by=by, at=at)
        used.append(check.input_name)
    return check


def check_file(
    person: OrganisationPerson, new: NewUpload, file: check_store.NewFile, *, by: Actor, at: datetime
) -> Check:
    """Ask for a check of a file that came in one piece, without a script. Raises CannotCheck, FlowNotFound, NoRoom.

    Whatever happens, `file` is kept for the check or gone.
    """
    with file:
        wanted = _as_check(person, new.flow, file, column=new.column, is_test=new.is_test, file_name=new.file_name)
    with destroyed_unless_used(wanted.input_name) as used:
        check = ask_for_check(wanted, by=by, at=at)
        used.append(check.input_name)
    return check


def _made_meanwhile(person: OrganisationPerson, upload_id: UUID) -> Check:
    """A part cannot be read: because the same file was finished by another request, or because it is damaged."""
    check = upload_of(person, upload_id).check_made
    if check is None:
        raise CannotCheck(CheckProblem.INPUT_LOST)
    return check


def _join(upload: Upload) -> NewCheck | None:
    """Copy the parts, in their order, into one file, which is hashed as it is written; None if one cannot be read."""
    owner = upload.person.organisation.public_id
    with check_store.create(owner) as whole:
        try:
            for part in upload.parts.order_by("starts_at"):
                with check_store.open_kept(part.stored_name, owner=owner) as kept:
                    while block := kept.read(BLOCK):
                        whole.write(block)
        except (check_store.FileMissing, CannotDecrypt):
            return None
        if whole.size != upload.size:
            return None
        said = {"column": upload.column, "is_test": upload.is_test, "file_name": upload.file_name}
        return _as_check(upload.person, upload.flow, whole, **said)


def _as_check(person: OrganisationPerson, flow: DataFlow, file: check_store.NewFile, **said: Any) -> NewCheck:
    """Keep the file, and say what is to be done with it."""
    return NewCheck(
        organisation=person.organisation,
        flow=flow,
        way_in=WayIn.WEB,
        input_sha256=file.sha256,
        input_bytes=file.size,
        input_name=file.keep(),
        asked_by=person,
        **said,
    )


def _ask_once(upload: Upload, joined: NewCheck, *, by: Actor, at: datetime) -> Check:
    """Return the check of this upload; whoever finishes at the same moment waits, and gets the same."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update(of=("self",)).select_related("check_made").get(pk=upload.pk)
        if locked.check_made is None:
            locked.check_made = ask_for_check(joined, by=by, at=at)
            locked.touched_at = at
            locked.save(update_fields=["check_made", "touched_at"])
            drop_parts(locked)
    return locked.check_made
