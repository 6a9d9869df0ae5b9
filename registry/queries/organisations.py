"""Reads of organisations and their people. What is about one organisation asks for it first (T28)."""

from registry.models import OrganisationPerson


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
