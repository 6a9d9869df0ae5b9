"""How a system that calls us, or a command, names a data flow: by its id, or by the name that people gave it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from psycopg.types.numeric import Int8

from registry.models import DataFlow, Organisation
from registry.prepared import fetch_row
from registry.queries.organisations import FlowNotFound

# The three values are what `flow_values` returns.
FLOW = """
SELECT {columns} FROM registry_dataflow
WHERE organisation_id = ${organisation} AND archived_at IS NULL
    AND (public_id = ${public_id}::uuid OR name = ${name}::text)
ORDER BY id LIMIT 1
"""


def flow_by(organisation: Organisation, id_or_name: str) -> DataFlow:
    """Return the organisation's flow in use with this id or name. Raises FlowNotFound."""
    return read_flow(fetch_row(_FLOW, flow_values(organisation, id_or_name)))


def flow_named(organisation: Organisation, name: str) -> DataFlow:
    """Return the organisation's flow in use with this name. Raises FlowNotFound."""
    return read_flow(fetch_row(_FLOW, [Int8(organisation.pk), None, name]))


def flow_statement(first: int) -> str:
    """Return FLOW with its three values in a row, the first of them `$first`, for a statement that does more."""
    return FLOW.format(columns=", ".join(COLUMNS), organisation=first, public_id=first + 1, name=first + 2)


def flow_values(organisation: Organisation, id_or_name: str) -> list[Any]:
    """Return FLOW's values: a text that is an id means the flow with that id, whatever flows are called."""
    try:
        return [Int8(organisation.pk), UUID(id_or_name), None]
    except ValueError:
        return [Int8(organisation.pk), None, id_or_name]


def read_flow(row: Sequence[Any] | None) -> DataFlow:
    """Return the flow of a row of COLUMNS. Raises FlowNotFound if there is none."""
    if not row:
        raise FlowNotFound("no such flow")
    return DataFlow.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)


# What a receipt says of a flow, and whether it is in use; Django reads the rest if anybody asks for it.
COLUMNS = [
    "id", "public_id", "organisation_id", "name", "purpose", "purpose_detail", "legal_basis", "basis_reference",
    "recipient", "archived_at",
]  # fmt: skip
_FLOW = flow_statement(1)
