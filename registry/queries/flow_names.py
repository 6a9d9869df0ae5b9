"""How a system that calls us, or a command, names a data flow: by its id, or by the name that people gave it."""

from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from psycopg.types.numeric import Int8

from registry.models import DataFlow, Organisation
from registry.prepared import fetch_row
from registry.queries.organisations import FlowNotFound

# $1 organisation, $2 id or NULL, $3 name or NULL.
FLOW = """
SELECT {columns} FROM registry_dataflow
WHERE organisation_id = $1 AND archived_at IS NULL AND (public_id = $2::uuid OR name = $3::text)
ORDER BY id LIMIT 1
"""


def flow_by(organisation: Organisation, id_or_name: str) -> DataFlow:
    """Return the organisation's flow in use with this id or name. Raises FlowNotFound."""
    try:
        return _flow(organisation, UUID(id_or_name), None)
    except ValueError:
        return flow_named(organisation, id_or_name)


def flow_named(organisation: Organisation, name: str) -> DataFlow:
    """Return the organisation's flow in use with this name. Raises FlowNotFound."""
    return _flow(organisation, None, name)


def _flow(organisation: Organisation, public_id: UUID | None, name: str | None) -> DataFlow:
    row = fetch_row(_FLOW, [Int8(organisation.pk), public_id, name])
    if row is None:
        raise FlowNotFound("no such flow")
    return DataFlow.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)


_COLUMNS = [str(field.column) for field in DataFlow._meta.concrete_fields]  # noqa: SLF001 - Django's name for a description
_FLOW = FLOW.format(columns=", ".join(_COLUMNS))
