"""Every table: protected if it is append-only, and every column on the data map with a class and a period (P02)."""

import tomllib

import pytest
from django.apps import apps
from django.db import connection, models

from registry.fields import EncryptedBytesField, EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models import PostRoomItem
from tests.support.sources import ROOT

ALL_MODELS = list(apps.get_models(include_auto_created=True))
OURS = list(apps.get_app_config("registry").get_models())
ENCRYPTED = EncryptedTextField | EncryptedJSONField | EncryptedBytesField
DATA_MAP = tomllib.loads((ROOT / "docs/data-map.toml").read_text())
CLASSES, PERIODS = DATA_MAP.pop("classes"), DATA_MAP.pop("periods")
TRIGGERS = """
SELECT tgrelid::regclass::text, tgtype & 8 > 0 AS on_delete, tgtype & 16 > 0 AS on_update,
       tgtype & 32 > 0 AS on_truncate, tgtype & 2 > 0 AS before, tgenabled
FROM pg_trigger WHERE NOT tgisinternal AND tgfoid = 'registry_refuse_rewriting'::regproc
"""


@pytest.mark.django_db
def test_T35_append_only_tables_and_no_others_have_both_triggers():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        rows = cursor.fetchall()
    refused = {}
    for table, on_delete, on_update, on_truncate, before, enabled in rows:
        assert before
        assert enabled in ("O", "A")
        kinds = {"DELETE": on_delete, "UPDATE": on_update, "TRUNCATE": on_truncate}
        refused.setdefault(table, set()).update(kind for kind, is_refused in kinds.items() if is_refused)
    expected = {model._meta.db_table for model in OURS if model.append_only}
    assert refused == {table: {"DELETE", "UPDATE", "TRUNCATE"} for table in expected}


def test_audit_has_no_foreign_keys():
    (audit,) = [model for model in OURS if model.__name__ == "AuditEvent"]
    assert [field.name for field in audit._meta.get_fields() if field.is_relation] == []


def test_append_only_rows_are_never_deleted_with_another():
    for model in OURS:
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model in OURS and field.related_model.append_only:
                assert field.remote_field.on_delete is models.PROTECT


def test_P02_the_data_map_has_every_table_and_no_other():
    assert sorted(DATA_MAP) == sorted(model._meta.label for model in ALL_MODELS)


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model._meta.label)
def test_P02_the_data_map_has_every_field_with_a_class_and_a_period(model):
    mapped = DATA_MAP[model._meta.label]
    assert sorted(mapped) == sorted(field.name for field in model._meta.local_fields)
    for value in mapped.values():
        kind, period = value.split(", ")
        assert kind in CLASSES
        assert period in PERIODS


def test_P02_the_data_map_lists_no_class_or_period_that_nothing_uses():
    used = {tuple(value.split(", ")) for fields in DATA_MAP.values() for value in fields.values()}
    assert {kind for kind, _ in used} == set(CLASSES)
    assert {period for _, period in used} == set(PERIODS)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_P02_numbers_count_as_identity_and_encrypted_columns_as_personal(model):
    for field in model._meta.local_fields:
        kind = DATA_MAP[model._meta.label][field.name].split(", ")[0]
        if isinstance(field, NHSNumberField):
            assert kind == "identity"
        if isinstance(field, ENCRYPTED):
            assert kind in {"identity", "contact", "answers", "message"}


@pytest.mark.parametrize(
    "model", [model for model in OURS if model is not PostRoomItem], ids=lambda model: model.__name__
)
def test_T40_contact_details_and_answers_are_encrypted_at_rest(model):
    for field in model._meta.local_fields:
        if DATA_MAP[model._meta.label][field.name].split(", ")[0] in {"contact", "answers"}:
            assert isinstance(field, ENCRYPTED)
