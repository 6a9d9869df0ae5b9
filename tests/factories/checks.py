"""Checks of lists as they are asked for, without a file behind them unless a test puts one there."""

import uuid

from registry.actions.checks.asking import NewCheck, ask_for_check
from registry.clock import now
from registry.models import Check, Organisation, WayIn
from registry.parties import SYSTEM
from tests.factories.organisations import make_flow, make_organisation


def new_check(organisation: Organisation | None = None, **columns) -> NewCheck:
    """Describe a check of a file of 130 bytes that came by the website."""
    organisation = organisation or make_organisation()
    defaults = {
        "organisation": organisation,
        "flow": columns.pop("flow", None) or make_flow(organisation),
        "way_in": WayIn.WEB,
        "input_name": uuid.uuid4(),
        "input_bytes": 130,
        "input_sha256": "0" * 64,
    }
    return NewCheck(**defaults | columns)


def make_check(organisation: Organisation | None = None, **columns) -> Check:
    """Ask for a check as an edge would."""
    return ask_for_check(new_check(organisation, **columns), by=SYSTEM, at=now())
