"""How a system that calls us, or a command, names a data flow: by its id, or by the name that people gave it."""

from uuid import UUID

from registry.models import DataFlow, Organisation
from registry.queries.organisations import FlowNotFound, flow_of


def flow_by(organisation: Organisation, id_or_name: str) -> DataFlow:
    """Return the organisation's flow in use with this id or name. Raises FlowNotFound."""
    try:
        return flow_of(organisation, UUID(id_or_name))
    except ValueError:
        return flow_named(organisation, id_or_name)


def flow_named(organisation: Organisation, name: str) -> DataFlow:
    """Return the organisation's flow in use with this name. Raises FlowNotFound."""
    found = DataFlow.objects.filter(organisation=organisation, name=name, archived_at__isnull=True).first()
    if found is None:
        raise FlowNotFound("no such flow")
    return found
