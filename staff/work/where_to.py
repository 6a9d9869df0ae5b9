"""On which page a form is worked on: the only place that knows."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from registry.models import CaseState

PAGES: Mapping[CaseState, str] = {
    CaseState.TO_ENTER: "staff:case-key",
    CaseState.TO_CHECK: "staff:case-key",
    CaseState.TO_SETTLE: "staff:case-settle",
    CaseState.TO_DECIDE: "staff:case-decide",
}


def page_of(state: str, public_id: UUID) -> str:
    """Return the address at which a form in this state is worked on."""
    return reverse(PAGES[CaseState(state)], args=[public_id])
