from datetime import date
from uuid import UUID

import pytest

from registry.correspondence import Confirmation

MESSAGE = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
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
        "message_id": MESSAGE,
    }
    return Confirmation(**(given | changes))
