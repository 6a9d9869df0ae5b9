"""Reads of organisations, their people and data flows. What is about one organisation asks for it first (T28)."""

from uuid import UUID

from registry.models import DataFlow, Organisation, OrganisationPerson


class FlowNotFound(Exception):
    """This organisation has no such flow: another's answers as one that does not exist."""


def person_for_session(person_id: int, session_number: int) -> OrganisationPerson | None:
    """Return someone whose session is still good: they and their organisation are active, and nobody ended it."""
    return (
        OrganisationPerson.objects.select_related("organisation")
        .filter(
            pk=person_id,
            session_number=session_number,
            suspended_at__isnull=True,
            organisation__suspended_at__isnull=True,
        )
        .first()
    )


def flows_of(organisation: Organisation, *, archived: bool = False) -> list[DataFlow]:
    """Return the flows of an organisation by name: those in use, or those that were put away."""
    rows = DataFlow.objects.filter(organisation=organisation, archived_at__isnull=not archived)
    return list(rows.order_by("name", "pk"))


def flow_of(organisation: Organisation, public_id: UUID, *, archived: bool = False) -> DataFlow:
    """Return one flow in use, or with `archived` also one that was put away. Raises FlowNotFound."""
    rows = DataFlow.objects.filter(organisation=organisation, public_id=public_id)
    found = (rows if archived else rows.filter(archived_at__isnull=True)).first()
    if found is None:
        raise FlowNotFound("no such flow")
    return found
