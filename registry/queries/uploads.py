"""Reads of files on their way to us. Everyone sees their own alone, whatever their role (T28)."""

from uuid import UUID

from registry.models import OrganisationPerson, Upload


class UploadNotFound(Exception):
    """This person has no such upload: somebody else's answers as one that does not exist."""


def uploads_of(person: OrganisationPerson) -> list[Upload]:
    """Return the person's uploads that have not arrived whole, newest first, each with its `flow`."""
    rows = Upload.objects.filter(person=person, check_made=None).select_related("flow")
    return list(rows.order_by("-pk"))


def upload_of(person: OrganisationPerson, public_id: UUID) -> Upload:
    """Return one of the person's uploads, also one that ended in a check. Raises UploadNotFound."""
    rows = Upload.objects.filter(person=person, public_id=public_id)
    found = rows.select_related("flow", "check_made", "person__organisation").first()
    if found is None:
        raise UploadNotFound("no such upload")
    return found
