"""The record's two statements: lock a person and see what stands; write everything that a choice changes.

Two round trips between BEGIN and COMMIT, because the busiest week on record must fit into an hour. What each row
holds is decided by the models; the tables are named here once. See docs/adr/0003-preference-and-history.md.
Lists that are answered at once are written down in the same way (ADR 0013).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, groupby
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import DatabaseDefault
from psycopg.types.numeric import Int2, Int4, Int8

from registry.models import AuditEvent, ChangeKind, Message, PreferenceChange
from registry.nhs_number import NHSNumber
from registry.prepared import fetch_row

# What the current row takes over from the history row, name by name. `row_0` is the first row that a statement inserts.
CURRENT = """
INSERT INTO registry_preference (public_id, nhs_number, status, source, case_reference, decided_at, recorded_at,
    version, consenting_party, proxy_role, proxy_name, proxy_contact)
SELECT gen_random_uuid(), nhs_number, after_status, source, case_reference, decided_at, recorded_at, version,
    consenting_party, proxy_role, proxy_name, proxy_contact FROM row_0
ON CONFLICT (nhs_number) DO UPDATE SET status = EXCLUDED.status, source = EXCLUDED.source,
    case_reference = EXCLUDED.case_reference, decided_at = EXCLUDED.decided_at, recorded_at = EXCLUDED.recorded_at,
    version = EXCLUDED.version, consenting_party = EXCLUDED.consenting_party, proxy_role = EXCLUDED.proxy_role,
    proxy_name = EXCLUDED.proxy_name, proxy_contact = EXCLUDED.proxy_contact
"""
# A confirmation leaves the choice and its date as they are and counts only as a version.
COUNT_ONLY = """
UPDATE registry_preference SET version = row_0.version FROM row_0
WHERE registry_preference.nhs_number = row_0.nhs_number
"""
# What Django does to values of these types, and not of those made from them, before the driver gets them: nothing, or
# it says how large a whole number may be. Asking it for each field of each row takes longer than the driver does.
READY = {models.CharField, models.TextField, models.BooleanField, models.DateTimeField, models.UUIDField}
WHOLE: dict[type[Any], Callable[[Any], Any]] = {
    models.PositiveBigIntegerField: Int8,
    models.PositiveIntegerField: Int4,
    models.PositiveSmallIntegerField: Int2,
}
# What refers to the first row of the same statement, whose id nobody knows before: messages to their choice.
REFERRING: dict[type[models.Model], str] = {Message: "change_id"}
# A model, and those of its columns that are given.
Shape = tuple[type[models.Model], tuple[str, ...]]


class Column(NamedTuple):
    """A column, and where the model keeps its value.

    `prepare` returns the value as the driver takes it; None where it is that already. `is_null` if the column is NULL
    where nothing is given.
    """

    attribute: str
    name: str
    prepare: Callable[[Any], Any] | None
    is_null: bool


@dataclass(frozen=True)
class Standing:
    """What stands for a person while their lock is held. `repeated` is the history row with the same key, if any."""

    number: NHSNumber
    status: str | None
    version: int
    repeated: int | None


def lock_person(number: NHSNumber, submission: str) -> Standing:
    """Wait for the person's lock until the transaction ends; superseded numbers lead to the current one."""
    found = fetch_row("SELECT * FROM registry_lock_person($1, $2)", [Int8(number.value), submission])
    assert found is not None
    current, status, version, repeated = found
    return Standing(NHSNumber(current), status, version or 0, repeated)


def write(change: PreferenceChange, event: AuditEvent, messages: Sequence[Message]) -> None:
    """Insert the history row, set the current row, insert the audit row and the messages: one statement, all or none.

    Sets the history row's id and the instant at which the database recorded it.
    """
    current = COUNT_ONLY if change.kind == ChangeKind.CONFIRMATION else CURRENT
    end = f", current AS ({current}) SELECT id, recorded_at FROM row_0"  # noqa: S608 - one of the two above
    change.pk, change.recorded_at = _insert([change, event, *messages], returning="*", end=end)
    change._state.adding = False  # noqa: SLF001 - it is a row now


def insert(row: models.Model, *others: models.Model) -> None:
    """Insert rows of any models that do not refer to each other: one statement, all or none. Sets the first one's id.

    For what is written so often that a second round trip counts.
    """
    (row.pk,) = _insert([row, *others], returning="id", end=" SELECT id FROM row_0")
    row._state.adding = False  # noqa: SLF001 - it is a row now


def _insert(rows: Sequence[models.Model], *, returning: str, end: str) -> tuple[Any, ...]:
    """Insert the rows in one statement that ends as given, and return what that selects."""
    given = [_given(row) for row in rows]
    shapes = tuple((type(row), tuple(columns)) for row, columns in zip(rows, given, strict=True))
    found = fetch_row(_statement(shapes, returning) + end, [value for columns in given for value in columns.values()])
    assert found is not None
    return found


def _given(row: models.Model) -> dict[str, Any]:
    """Return what to write, by column; what the database fills in by itself is left out."""
    given = {}
    for attribute, column, prepare, is_null in _columns(type(row)):
        value = getattr(row, attribute)
        if (value is None and is_null) or isinstance(value, DatabaseDefault):
            continue
        given[column] = value if prepare is None or value is None else prepare(value)
    return given


@lru_cache(maxsize=8)
def _columns(model: type[models.Model]) -> list[Column]:
    """Return what can be given for a row."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - Django's name for a model's description
    return [
        Column(field.attname, str(field.column), _prepare(field), not field.has_db_default())
        for field in fields
        if field.column != REFERRING.get(model)
    ]


def _prepare(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    if type(field) in READY:
        return None
    return WHOLE.get(type(field)) or (lambda value: field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS]))


@lru_cache(maxsize=32)
def _statement(shapes: tuple[Shape, ...], returning: str) -> str:
    """Return the beginning of a statement: a row of each of these shapes, `row_0` first, alike ones in their order."""
    numbers = count(1)
    first, *others = (_rows_alike(shape, len(list(alike)), numbers) for shape, alike in groupby(shapes))
    steps = [f"{first} RETURNING {returning}", *others]
    return "WITH " + ", ".join(f"row_{place} AS ({step})" for place, step in enumerate(steps))


def _rows_alike(shape: Shape, how_many: int, numbers: Iterator[int]) -> str:
    """Return an INSERT of rows of one shape; their values are the next numbers' placeholders."""
    model, columns = shape
    refers = REFERRING.get(model)
    known = ["(SELECT id FROM row_0)"] if refers else []
    names = ", ".join(f'"{column}"' for column in (*columns, *([refers] if refers else [])))
    rows = [", ".join([*(f"${next(numbers)}" for _ in columns), *known]) for _ in range(how_many)]
    values = ", ".join(f"({row})" for row in rows)
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES {values}"  # noqa: S608, SLF001 - names come from the models
