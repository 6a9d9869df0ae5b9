from datetime import date

import pytest

from registry.correspondence import Confirmation

BOTH = ("opted_out", "allowed")


@pytest.fixture(params=BOTH)
def confirmation(request):
    return make_confirmation(status=request.param)


@pytest.fixture
def make():
    return make_confirmation


def make_confirmation(**changes):
    given = {
        "status": "opted_out",
        "reference": "K7M2-9QXR-4T",
        "decided_on": date(2026, 11, 22),
        "recorded_on": date(2026, 11, 22),
        "name": "Aoife Byrne",
        "address_lines": ("12 Mill Lane", "Horsforth", "Leeds", "LS18 4AB"),
        "language": "en",
        "format_needs": "",
        "by_proxy": False,
    }
    return Confirmation(**(given | changes))
