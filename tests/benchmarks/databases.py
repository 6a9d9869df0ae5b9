"""Databases of a benchmark's own, beside the one that the private service works on."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg import sql


@contextmanager
def entered(name: str) -> Iterator[None]:
    """Make this database the one that we work on."""
    outside = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = outside


def copy_database(database_url: str, name: str) -> None:
    """Copy the empty database; nobody may be in it while that happens."""
    connection.close()
    with psycopg.connect(database_url, dbname="template1", autocommit=True) as link:
        template = sql.Identifier(connection.settings_dict["NAME"])
        link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
