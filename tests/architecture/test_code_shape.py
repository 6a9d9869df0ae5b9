"""What a linter does not hold: who may know what, and how long a thing may get."""

import ast

import pytest
from django.apps import apps

from tests.support.sources import ROOMS, functions, imported, name_of, python_files, tree

HTTP = ("django.http", "django.views", "django.urls", "django.shortcuts", "django.middleware", "django.core.handlers")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")
LONGEST_FILE = 300
LONGEST_FUNCTION = 30
# Django names these, and says what they do.
DJANGOS = {
    "RegistryConfig", "Command", "add_arguments", "handle",
    "to_python", "from_db_value", "get_prep_value", "get_db_prep_value",
}  # fmt: skip
MODELS = list(apps.get_app_config("registry").get_models())


def starts_with_any(name, prefixes):
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def breaches(paths, forbidden):
    return [f"{name_of(path)}: {name}" for path in paths for name in imported(path) if starts_with_any(name, forbidden)]


def test_the_registry_knows_no_http():
    assert breaches(python_files("registry"), HTTP) == []


def test_there_are_no_signals():
    assert breaches(python_files(*ROOMS), SIGNALS) == []


def test_views_touch_no_model_manager():
    managers = {"objects", "_default_manager", "_base_manager"}
    shortcuts = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("portal", "staff")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in managers)
        or (isinstance(node, ast.Name) and node.id in shortcuts)
    ]
    assert found == []


def test_views_write_no_sql():
    assert breaches(python_files("portal", "staff"), ("django.db.connection", "django.db.connections", "psycopg")) == []


def test_models_override_neither_save_nor_delete():
    written = {"save", "delete", "asave", "adelete", "save_base", "bulk_create"}
    found = [
        f"{name_of(path)}:{node.name}"
        for path in python_files("registry/models")
        for node in functions(path)
        if node.name in written
    ]
    assert found == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_whether_it_is_append_only_and_has_no_ordering(model):
    assert "append_only" in vars(model)
    assert isinstance(model.append_only, bool)
    assert not model._meta.ordering


def public_names_without_words(path):
    public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    methods = [
        member
        for owner in public
        if isinstance(owner, ast.ClassDef) and not owner.name.startswith("_")
        for member in owner.body
        if isinstance(member, ast.FunctionDef)
    ]
    for node in [*public, *methods]:
        if not node.name.startswith("_") and node.name not in DJANGOS and not ast.get_docstring(node):
            yield f"{name_of(path)}:{node.name}"


def test_public_functions_say_what_they_do():
    assert [name for path in python_files("registry") for name in public_names_without_words(path)] == []


def test_no_file_is_longer_than_a_reader_can_hold():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in python_files(*ROOMS, "tests")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_reader_can_hold():
    lengths = {
        f"{name_of(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files(*ROOMS)
        for node in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_ignored_finding_names_its_code():
    bare = ("# type: ignore\n", "# noqa\n", "# noqa \n")
    found = [name_of(path) for path in python_files(*ROOMS) if any(mark in path.read_text() + "\n" for mark in bare)]
    assert found == []
