"""What must never be false is refused by PostgreSQL itself, whoever asks."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from registry.fields import NHSNumberField
from registry.models import AuditEvent, Preference, PreferenceChange, Status
from registry.models.post_room import PostRoomItem
from tests.factories import PersonFactory, PreferenceFactory, check_digit, make_nhs_number

pytestmark = pytest.mark.django_db
MODELS = list(apps.get_app_config("registry").get_models())
BAD_NUMBERS = [9_990_000_019, 0, -9_990_000_018, 10_000_000_007, 99_900_000_180]


def run(statement, parameters=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def refused(statement, parameters=()):
    with pytest.raises(DatabaseError) as caught:
        run(statement, parameters)
    return str(caught.value)


@pytest.fixture
def bare_copy():
    """Make an empty table with the checks of a model and nothing else, so that one column can be tried alone."""

    def copy(model, only=""):
        table = model._meta.db_table
        run(f"CREATE TEMP TABLE proof (LIKE {table} INCLUDING CONSTRAINTS) ON COMMIT DROP")
        columns = run("SELECT attname FROM pg_attribute WHERE attrelid = 'proof'::regclass AND attnum > 0")
        run("ALTER TABLE proof " + ", ".join(f'ALTER COLUMN "{name}" DROP NOT NULL' for (name,) in columns))
        others = run(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'proof'::regclass AND contype = 'c'"
            " AND pg_get_constraintdef(oid) NOT LIKE %s",
            [f"%{only}%"],
        )
        for (name,) in others:
            run(f'ALTER TABLE proof DROP CONSTRAINT "{name}"')

    return copy


def fields_of(kind):
    found = [(model, field) for model in MODELS for field in model._meta.local_fields if kind(field)]
    return [pytest.param(model, field, id=f"{model.__name__}.{field.name}") for model, field in found]


@pytest.mark.parametrize(("model", "field"), fields_of(lambda field: isinstance(field, NHSNumberField)))
def test_constraint_check_digit_is_enforced_on_every_number_column(bare_copy, model, field):
    if field.name == "consenting_party":
        field = model._meta.get_field("nhs_number")  # held equal to it, see the tests of who decided below
    bare_copy(model, only="registry_is_nhs_number")
    run(f"INSERT INTO proof ({field.column}) VALUES (9990000018)")
    for number in BAD_NUMBERS:
        assert "violates check constraint" in refused(f"INSERT INTO proof ({field.column}) VALUES (%s)", [number])


# A proxy's role has its rule in the constraint of who decided, tested below; the post room is a demonstration's inbox.
ELSEWHERE = {(Preference, "proxy_role"), (PreferenceChange, "proxy_role"), (PostRoomItem, "channel")}


@pytest.mark.parametrize(("model", "field"), fields_of(lambda field: field.choices))
def test_constraint_every_code_column_refuses_what_is_not_on_its_list(bare_copy, model, field):
    if (model, field.name) in ELSEWHERE:
        assert {item.name for item in model._meta.get_fields()} >= {field.name}
        return
    bare_copy(model)
    insert = f"INSERT INTO proof ({field.column}) VALUES (%s)"
    assert "violates check constraint" in refused(insert, ["zzz"])
    assert "violates check constraint" in refused(insert, [field.choices[0][0].swapcase()])


def test_constraint_check_digit_agrees_with_the_rule_over_a_whole_run():
    run("CREATE TEMP TABLE tried (n bigint) ON COMMIT DROP")
    for start in (4_010_230_000, 9_990_000_000):
        run("INSERT INTO tried SELECT generate_series(%s::bigint, %s)", [start, start + 5000])
    accepted = {number for (number,) in run("SELECT n FROM tried WHERE registry_is_nhs_number(n)")}
    expected = {n for (n,) in run("SELECT n FROM tried") if check_digit(n // 10) == n % 10}
    assert accepted == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_constraint_every_one_of_a_model_stands_validated_in_the_database(model):
    stands = dict(
        run(
            "SELECT conname, convalidated FROM pg_constraint WHERE conrelid = %s::regclass"
            " UNION SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = %s::regclass",
            [model._meta.db_table] * 2,
        )
    )
    declared = {constraint.name for constraint in model._meta.constraints}
    assert declared <= {name for name, valid in stands.items() if valid}
    checks = {c.name for c in model._meta.constraints if isinstance(c, models.CheckConstraint)}
    in_database = run(
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass AND conname NOT LIKE %s",
        [model._meta.db_table, "%_check"],
    )
    assert {name for (name,) in in_database} == checks


def test_I12_every_instant_is_kept_with_its_zone():
    columns = run(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_name LIKE 'registry\\_%%' AND data_type LIKE 'timestamp without%%'"
    )
    assert columns == []


INSERT_CHANGE = """
INSERT INTO registry_preferencechange (reference, nhs_number, version, kind, before_status, after_status, source,
    case_reference, decided_at, actor_kind, actor_id, reason, idempotency_key,
    consenting_party, proxy_role, proxy_name, proxy_contact)
VALUES ('R', 9990000018, %(version)s, %(kind)s, %(before)s, %(after)s, 'OP', '', now(), 'patient', '', '', 'k',
    %(party)s, %(role)s, %(name)s, %(contact)s)
"""
GOOD_CHANGE = {
    "version": 1, "kind": "first", "before": "", "after": "opted_out",
    "party": 9_990_000_018, "role": "", "name": b"", "contact": b"",
}  # fmt: skip
PROXY = {"party": None, "role": "POA", "name": b"cipher"}


@pytest.mark.parametrize(
    "columns", [{}, PROXY, {**PROXY, "contact": b"cipher"}], ids=["patient", "proxy", "with contact"]
)
def test_constraint_patient_or_proxy_is_accepted(columns):
    run(INSERT_CHANGE, GOOD_CHANGE | columns)
    assert PreferenceChange.objects.count() == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"role": "POA", "name": b"cipher"},
        {"role": "POA"},
        {"name": b"cipher"},
        {"contact": b"cipher"},
        {"party": None},
        {"party": 9_990_000_026},
        {**PROXY, "name": b""},
        {**PROXY, "role": ""},
        {**PROXY, "role": "FRIEND"},
    ],
)
def test_constraint_patient_and_proxy_exclude_each_other(columns):
    assert "change_patient_xor_proxy" in refused(INSERT_CHANGE, GOOD_CHANGE | columns)


@pytest.mark.parametrize("table", ["registry_preference", "registry_preferencechange"])
def test_constraint_patient_xor_proxy_is_the_same_on_both_tables(table):
    (definition,), = run(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE %s AND conrelid = %s::regclass",
        ["%patient_xor_proxy", table],
    )  # fmt: skip
    (other,), = run(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'change_patient_xor_proxy'"
    )  # fmt: skip
    assert definition == other


STATES = ["", "opted_out", "allowed"]
EVERY_KIND = [
    (version, kind, before, after)
    for version in (0, 1, 2, 3)
    for kind in ("first", "change", "confirmation", "other")
    for before in STATES
    for after in STATES
]


def is_accepted(columns):
    names = ("version", "kind", "before", "after")
    try:
        run(INSERT_CHANGE, GOOD_CHANGE | dict(zip(names, columns, strict=True)))
    except IntegrityError:
        return False
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT empty_again")
    return True


def fits(version, kind, before, after):
    if version == 0 or not after:
        return False
    if version == 1 or kind == "first":
        return (version, kind, before) == (1, "first", "")
    return bool(before) and kind == ("confirmation" if before == after else "change")


def test_constraint_kind_fits_version_before_and_after():
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT empty_again")
    accepted = {columns for columns in EVERY_KIND if is_accepted(columns)}
    assert accepted == {columns for columns in EVERY_KIND if fits(*columns)}
    assert len(accepted) == 2 + 2 * 4


def test_constraint_one_current_choice_per_person():
    change = PreferenceFactory()
    standing = Preference.objects.get(nhs_number=change.nhs_number)
    standing.pk = None
    standing.public_id = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(IntegrityError, match="nhs_number"), transaction.atomic():
        standing.save(force_insert=True)


def test_I03_two_rows_of_history_never_share_a_version():
    run(INSERT_CHANGE, GOOD_CHANGE)
    again = INSERT_CHANGE.replace("'R'", "'S'").replace("'k'", "'l'")
    assert "change_one_row_per_version" in refused(again, GOOD_CHANGE)


def test_I02_two_rows_of_history_never_share_a_key_or_a_reference():
    run(INSERT_CHANGE, GOOD_CHANGE)
    second = GOOD_CHANGE | {"version": 2, "kind": "confirmation", "before": "opted_out"}
    assert "idempotency_key" in refused(INSERT_CHANGE.replace("'R'", "'S'"), second)
    assert "reference" in refused(INSERT_CHANGE.replace("'k'", "'l'"), second)


@pytest.mark.parametrize("table", [PreferenceChange._meta.db_table, AuditEvent._meta.db_table])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "UPDATE {} SET reason = 'rewritten'",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE id = (SELECT max(id) FROM {})",
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
        "INSERT INTO {} SELECT * FROM {} ON CONFLICT (id) DO UPDATE SET reason = 'rewritten'",
        "WITH gone AS (DELETE FROM {} RETURNING *) SELECT count(*) FROM gone",
    ],
)
def test_T35_history_and_audit_refuse_to_be_rewritten(table, statement):
    PreferenceFactory()
    before = run(f"SELECT * FROM {table}")
    message = refused(statement.format(*[table] * 3))
    assert "append-only" in message or "referenced in a foreign key" in message
    assert run(f"SELECT * FROM {table}") == before


def test_T35_history_refuses_to_be_rewritten_through_the_models():
    change = PreferenceFactory()
    change.after_status = Status.ALLOWED
    for write in (change.save, change.delete, PreferenceChange.objects.all().delete, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_constraint_a_person_is_never_superseded_by_themselves():
    number = make_nhs_number(1)
    with pytest.raises(IntegrityError, match="person_not_superseded_by_itself"), transaction.atomic():
        PersonFactory(nhs_number=number, superseded_by=number)
