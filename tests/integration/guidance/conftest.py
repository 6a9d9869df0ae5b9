"""What the tests of the guidance share."""

import pytest

from registry.models import SearchEntry, SearchIndex
from tests.support.guidance_index import index_the_guidance


@pytest.fixture(scope="module")
def guidance_index(django_db_setup, django_db_blocker):
    """Make the index once for all tests of a module; committed, so taken away afterwards."""
    with django_db_blocker.unblock():
        index_the_guidance()
    yield
    with django_db_blocker.unblock():
        SearchEntry.objects.all().delete()
        SearchIndex.objects.all().delete()
