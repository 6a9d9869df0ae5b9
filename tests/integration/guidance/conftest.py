"""What the tests of the guidance share."""

import pytest
from django.db import connection

from registry.models import SearchEntry, SearchIndex
from tests.support.guidance_index import index_the_guidance


@pytest.fixture(scope="module")
def guidance_index(django_db_setup, django_db_blocker):
    """Make the index once for all tests of a module; committed, so taken away afterwards."""
    with django_db_blocker.unblock():
        index_the_guidance()
        forget_the_audit()
    yield
    with django_db_blocker.unblock():
        SearchEntry.objects.all().delete()
        SearchIndex.objects.all().delete()


def forget_the_audit():
    """Take away the committed row, which no other test expects; its triggers refuse that to everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM registry_auditevent WHERE action = 'guidance_indexed'")
        cursor.execute("SET session_replication_role = DEFAULT")
