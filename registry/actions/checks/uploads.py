"""A file that comes in parts, each kept once, until all of it lies here (`arrivals` goes on from there).

Each part is a file of its own in the check store. A part counts only if it begins where the last one ended: that is
one conditional UPDATE, so that a part sent twice, or by two windows at once, is kept once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from registry.actions.checks.asking import CannotCheck, may_be_asked
from registry.gateways import check_store
from registry.models import CheckProblem, DataFlow, OrganisationPerson, Upload, UploadPart
from registry.parties import Actor
from registry.queries.uploads import upload_of

# More at a time are a mistake, and each may be as large as the limit.
MOST_UPLOADS = 5
BLOCK = 256 * 1024


class TooManyUploads(Exception):
    """The person has as many unfinished uploads as anyone may."""


class UploadEnded(Exception):
    """Its check has begun already."""


class PartRefused(Exception):
    """This part is not the one that comes next. `received` is how much lies here."""

    def __init__(self, received: int) -> None:
        super().__init__("another part comes next")
        self.received = received


class PartIncomplete(Exception):
    """The line broke: less, or more, arrived than this part has. Nothing of it is kept."""


class Body(Protocol):
    """What a part is read from: the body of a request, or any file."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


@dataclass(frozen=True, repr=False)
class NewUpload:
    """What the browser says of a file before it sends any of it. `size` is in bytes."""

    flow: DataFlow
    file_name: str
    size: int
    column: str = ""
    is_test: bool = False


def begin_upload(person: OrganisationPerson, new: NewUpload, *, by: Actor, at: datetime) -> Upload:
    """Make room for a file. Raises CannotCheck, FlowNotFound, TooManyUploads.

    Nothing is audited yet: a check begins when the file is whole.
    """
    del by
    may_be_asked(person.organisation, new.flow, is_test=new.is_test)
    _refuse_size(new.size)
    with transaction.atomic():
        # Whoever begins two at once is counted one after the other.
        OrganisationPerson.objects.select_for_update().get(pk=person.pk)
        if Upload.objects.filter(person=person, check_made=None).count() >= MOST_UPLOADS:
            raise TooManyUploads("finish or remove an upload first")
        return Upload.objects.create(
            person=person,
            flow=new.flow,
            is_test=new.is_test,
            file_name=new.file_name,
            column=new.column,
            size=new.size,
            touched_at=at,
        )


def _refuse_size(size: int) -> None:
    if size < 1:
        raise CannotCheck(CheckProblem.EMPTY)
    if size > settings.WEB_FILE_MAX_BYTES:
        raise CannotCheck(CheckProblem.TOO_LARGE)
    # Its parts, and the one file that they are joined into, lie here together for a moment.
    if check_store.free_bytes() < 2 * size:
        raise CannotCheck(CheckProblem.NO_ROOM)


def add_part(
    person: OrganisationPerson, upload_id: UUID, source: Body, *, starts_at: int, by: Actor, at: datetime
) -> Upload:
    """Keep the part that begins at this byte; return the upload with what now lies here.

    Every part but the last is `UPLOAD_PART_BYTES` long. A part that lies here already is not read again.
    Raises UploadNotFound, PartRefused, PartIncomplete.
    """
    del by
    upload = upload_of(person, upload_id)
    if _lies_here(upload, starts_at):
        return upload
    if starts_at != upload.received or upload.received == upload.size:
        raise PartRefused(upload.received)
    wanted = min(settings.UPLOAD_PART_BYTES, upload.size - starts_at)
    name = _keep_part(source, wanted, owner=person.organisation.public_id)
    if not _count_in(upload, UploadPart(upload=upload, starts_at=starts_at, size=wanted, stored_name=name), at):
        check_store.destroy(name)
    return _after_counting(person, upload_id, starts_at)


def _lies_here(upload: Upload, starts_at: int) -> bool:
    return starts_at < upload.received and (
        upload.check_made_id is not None or upload.parts.filter(starts_at=starts_at).exists()
    )


def _keep_part(source: Body, wanted: int, *, owner: UUID) -> UUID:
    """Write exactly so many bytes to a file of their own; what the browser sends beyond them makes the part wrong."""
    with check_store.create(owner) as file:
        while file.size < wanted and (block := source.read(min(BLOCK, wanted - file.size))):
            file.write(block)
        if file.size < wanted or source.read(1):
            raise PartIncomplete("the part did not arrive as it was announced")
        return file.keep()


def _count_in(upload: Upload, part: UploadPart, at: datetime) -> bool:
    """Say whether this part was the first that continues the file."""
    with transaction.atomic():
        open_here = Upload.objects.filter(pk=upload.pk, received=part.starts_at, check_made=None)
        if not open_here.update(received=F("received") + part.size, touched_at=at):
            return False
        part.save(force_insert=True)
    return True


def _after_counting(person: OrganisationPerson, upload_id: UUID, starts_at: int) -> Upload:
    upload = upload_of(person, upload_id)
    if not _lies_here(upload, starts_at):
        raise PartRefused(upload.received)
    return upload


def cancel_upload(person: OrganisationPerson, upload_id: UUID, *, by: Actor, at: datetime) -> None:
    """Forget an upload and all that came of it; one that is gone already is no error. Raises UploadEnded."""
    del by, at
    with transaction.atomic():
        found = Upload.objects.select_for_update().filter(person=person, public_id=upload_id).first()
        if found is None:
            return
        if found.check_made_id is not None:
            raise UploadEnded("its check has begun")
        drop_parts(found)
        found.delete()


def erase_stale_uploads(at: datetime) -> int:
    """Forget uploads that nothing was added to for `UPLOAD_KEPT`; return how many. For the purge's transaction."""
    stale = Upload.objects.filter(touched_at__lte=at - settings.UPLOAD_KEPT)
    rows = list(stale.select_for_update(skip_locked=True))
    for upload in rows:
        drop_parts(upload)
        upload.delete()
    return len(rows)


def drop_parts(upload: Upload) -> None:
    """Delete the rows now, and the files once that is certain."""
    parts = upload.parts.all()
    names = list(parts.values_list("stored_name", flat=True))
    parts.delete()
    transaction.on_commit(lambda: _destroy(names), robust=True)


def _destroy(names: Iterable[UUID]) -> None:
    for name in names:
        check_store.destroy(name)
