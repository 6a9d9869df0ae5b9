"""The record's two statements: lock a person and see what stands; write everything that a choice changes.

Two round trips between BEGIN and COMMIT, because the busiest week on record must fit into an hour. What each row
holds is decided by the models; the tables are named here once. See docs/adr/0003-preference-and-history.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import DatabaseDefault

from registry.models import AuditEvent, ChangeKind, Message, PreferenceChange
from registry.nhs_number import NHSNumber
from registry.prepared import fetch_row

# What the current row takes over from the history row, name by name.
CURRENT = """
INSERT INTO registry_preference (public_id, nhs_number, status, source, case_reference, decided_at, recorded_at,
    version, consenting_party, proxy_role, proxy_name, proxy_contact)
SELECT gen_random_uuid(), nhs_number, after_status, source, case_reference, decided_at, recorded_at, version,
    consenting_party, proxy_role, proxy_name, proxy_contact FROM change
ON CONFLICT (nhs_number) DO UPDATE SET status = EXCLUDED.status, source = EXCLUDED.source,
    case_reference = EXCLUDED.case_reference, decided_at = EXCLUDED.decided_at, recorded_at = EXCLUDED.recorded_at,
    version = EXCLUDED.version, consenting_party = EXCLUDED.consenting_party, proxy_role = EXCLUDED.proxy_role,
    proxy_name = EXCLUDED.proxy_name, proxy_contact = EXCLUDED.proxy_contact
"""
# A confirmation leaves the choice and its date as they are and counts only as a version.
COUNT_ONLY = """
UPDATE registry_preference SET version = change.version FROM change
WHERE registry_preference.nhs_number = change.nhs_number
"""
# For these types, and not for those made from them, Django hands values on to the driver as they are.
READY = {models.CharField, models.TextField, models.BooleanField, models.DateTimeField, models.UUIDField}
CHANGE_ID = "(SELECT id FROM change)"


@dataclass(frozen=True)
class Standing:
    """What stands for a person while their lock is held. `repeated` is the history row with the same key, if any."""

    number: NHSNumber
    status: str | None
    version: int
    repeated: int | None


def lock_person(number: NHSNumber, submission: str) -> Standing:
    """Wait for the person's lock until the transaction ends; superseded numbers lead to the current one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_lock_person(%s, %s)", [number.value, submission])
        current, status, version, repeated = cursor.fetchone()
    return Standing(NHSNumber(current), status, version or 0, repeated)


def write(change: PreferenceChange, event: AuditEvent, messages: Sequence[Message]) -> None:
    """Insert the history row, set the current row, insert the audit row and the messages: one statement, all or none.

    Sets the history row's id and the instant at which the database recorded it.
    """
    parts = [("change", *_insert([change]), " RETURNING *")]
    parts.append(("current", COUNT_ONLY if change.kind == ChangeKind.CONFIRMATION else CURRENT, [], ""))
    parts.append(("event", *_insert([event]), ""))
    if messages:
        parts.append(("messages", *_insert(messages), ""))
    steps = ", ".join(f"{name} AS ({sql}{returning})" for name, sql, _, returning in parts)
    values = [value for part in parts for value in part[2]]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {steps} SELECT id, recorded_at FROM change", values)  # noqa: S608 - as in _insert
        change.pk, change.recorded_at = cursor.fetchone()
    change._state.adding = False  # noqa: SLF001 - it is a row now


def insert(row: models.Model, *others: models.Model) -> None:
    """Insert rows of any models that do not refer to each other: one statement, all or none. Sets the first one's id.

    For what is written so often that a second round trip counts.
    """
    given = [(type(one), _given(one)) for one in (row, *others)]
    sql = _insert_together(tuple((model, tuple(columns)) for model, columns in given))
    written = fetch_row(sql, [value for _, columns in given for value in columns.values()])
    assert written is not None
    row.pk = written[0]
    row._state.adding = False  # noqa: SLF001 - it is a row now


def _given(row: models.Model) -> dict[str, Any]:
    """Return what to write, by column; what the database fills in is left out."""
    # `connection` looks up this thread's connection each time that it is touched, and each field would touch it.
    here = connections[DEFAULT_DB_ALIAS]
    given = {}
    for field, attribute, column, is_ready in _columns(type(row)):
        value = getattr(row, attribute)
        if not isinstance(value, DatabaseDefault):
            given[column] = value if is_ready or value is None else field.get_db_prep_save(value, here)
    return given


@lru_cache(maxsize=8)
def _columns(model: type[models.Model]) -> "list[tuple[models.Field[Any, Any], str, str, bool]]":
    """Return each field with its attribute, its column, and whether the driver takes its values as they are."""
    return [(field, field.attname, str(field.column), type(field) in READY) for field in _fields(model)]


@lru_cache(maxsize=32)
def _insert_together(shapes: tuple[tuple[type[models.Model], tuple[str, ...]], ...]) -> str:
    """Return one statement that inserts a row of each model with these columns, and returns the first one's id."""
    numbers = count(1)
    steps = []
    for place, (model, columns) in enumerate(shapes):
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(f"${next(numbers)}" for _ in columns)
        table = model._meta.db_table  # noqa: SLF001 - Django's name for a model's description
        steps.append(f"row_{place} AS (INSERT INTO {table} ({names}) VALUES ({values}) RETURNING id)")  # noqa: S608 - names come from the models
    return f"WITH {', '.join(steps)} SELECT id FROM row_0"  # noqa: S608 - as above


def _insert(rows: Sequence[models.Model]) -> tuple[str, list[Any]]:
    """Return an INSERT of rows of one model, and its values."""
    fields = _fields(type(rows[0]))
    values: list[Any] = []
    lists = [", ".join(_placeholder(row, field, values) for field in fields) for row in rows]
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = type(rows[0])._meta.db_table  # noqa: SLF001 - Django's name for a model's description
    values_sql = ", ".join(f"({row})" for row in lists)
    return f"INSERT INTO {table} ({names}) VALUES {values_sql}", values  # noqa: S608 - names come from the models


def _placeholder(row: models.Model, field: "models.Field[Any, Any]", values: list[Any]) -> str:
    """Return what stands for one value; a message's change is the history row of the same statement."""
    if field.name == "change":
        return CHANGE_ID
    value = getattr(row, field.attname)
    if isinstance(value, DatabaseDefault):
        return "DEFAULT"
    values.append(field.get_db_prep_save(value, connection))
    return "%s"


@lru_cache(maxsize=8)
def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - as above
