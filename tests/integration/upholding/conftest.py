"""A store of lists, for the modules that check some."""

import pytest


@pytest.fixture
def store(settings, tmp_path):
    """The folder of lists and results, empty, on a disk that may be filled to its last byte."""
    settings.CHECKS_DIR, settings.CHECKS_DISK_RESERVE = tmp_path, 0
    return tmp_path
