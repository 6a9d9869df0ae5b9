"""A database that takes no more audit rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

REFUSE_AUDIT = """
CREATE FUNCTION audit_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$;
CREATE TRIGGER audit_is_full BEFORE INSERT ON registry_auditevent EXECUTE FUNCTION audit_is_full();
"""


@contextmanager
def audit_refuses() -> Iterator[None]:
    """Let the database refuse every audit row meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_AUDIT)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_is_full ON registry_auditevent; DROP FUNCTION audit_is_full()")
