"""How test mode works."""

from typing import Any

from portal.organisations.access import ANY_MEMBER
from portal.organisations.pages import MemberPage
from registry.sample_list import EXPECTED, SAMPLE


class TestMode(MemberPage):
    """Which made-up numbers count as opted out, and what comes of the sample list."""

    role = ANY_MEMBER
    template_name = "portal/organisations/checks/test-mode.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sample=SAMPLE, expected=EXPECTED, **kwargs)
