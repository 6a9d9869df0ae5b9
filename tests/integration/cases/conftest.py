"""A store of scans for each test."""

import pytest


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """The folder of scans, empty."""
    settings.SCANS_DIR = tmp_path / "scans"
    return settings.SCANS_DIR
