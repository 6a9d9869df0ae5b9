"""Checks that look like another with a few numbers changed."""

import numpy as np
from django.urls import reverse

from registry.actions.checks.flagging import flag_if_alike
from registry.clock import now
from registry.models import Check
from registry.near_duplicates import Sketch
from tests.factories.checks import make_check
from tests.factories.organisations import make_organisation
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import Visitor


def with_flagged(visitor: Visitor) -> str:
    """One that waits for a review, one that was reviewed."""
    address = at.signed_in(visitor, "staff:flagged-check-list")
    organisation = make_organisation(name="Northern Test University Hospitals Trust")
    first, second, third = (make_check(organisation) for _ in range(3))
    for check, count in ((first, 4309), (second, 4310), (third, 4312)):
        sketch = Sketch(organisation.pk)
        sketch.add(np.arange(999_100_000, 999_100_000 + count, dtype=np.uint32))
        check.sketch = sketch.to_bytes()
        flag_if_alike(check, at=now())
    Check.objects.filter(pk=second.pk).update(reviewed_at=now())
    return address


def one_flagged(visitor: Visitor) -> str:
    """The one that waits."""
    with_flagged(visitor)
    return reverse("staff:flagged-check", args=[Check.objects.latest("pk").public_id])


STATES = (
    State("staff-flagged-checks", "staff:flagged-check-list", with_flagged),
    State("staff-flagged-check", "staff:flagged-check", one_flagged),
    State("staff-flagged-check-empty", "staff:flagged-check", one_flagged, {}, 422),
)
