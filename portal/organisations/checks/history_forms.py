"""What to show of the history."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.organisations.checks.list_forms import REAL, TEST
from registry.models import DataFlow


class HistoryForm(forms.Form):
    """Filters in the address. What is not on offer filters nothing."""

    flow = forms.ChoiceField(label="Data flow", required=False)
    mode = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Real checks and tests"), (REAL, "Real checks"), (TEST, "Tests")]
    )

    def __init__(self, *args: Any, flows: Sequence[DataFlow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._flows = {str(flow.public_id): flow for flow in flows}
        field = self.fields["flow"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All data flows"), *((key, flow_name(flow)) for key, flow in self._flows.items())]
        self.full_clean()

    def chosen(self) -> dict[str, Any]:
        """Return the filters as the query takes them; empty: everything."""
        flow, mode = self.as_typed().get("flow"), self.as_typed().get("mode")
        by_flow = {"flow": self._flows[flow]} if flow else {}
        return by_flow | ({"is_test": mode == TEST} if mode else {})

    def as_typed(self) -> dict[str, str]:
        """Return the filters as they stand in an address."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def flow_name(flow: DataFlow) -> str:
    """Return a flow's name, and whether it was put away, as two may have one name."""
    return f"{flow.name} (put away)" if flow.archived_at else flow.name
