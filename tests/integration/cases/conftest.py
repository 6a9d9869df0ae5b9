"""A store of scans for each test."""

import pytest


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """The folder of scans, empty."""
    settings.SCANS_DIR = tmp_path / "scans"
    return settings.SCANS_DIR


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Accounts are made by the dozen here, and nobody signs in with a password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
