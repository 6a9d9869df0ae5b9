"""Checks that look like another with a few numbers changed, for those who read the audit (T29)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from ndop.nhsuk.form_page import FormPage
from ndop.nhsuk.found_page import FoundPage
from registry.actions.checks.reviewing import ReviewedAlready, review_flagged
from registry.clock import now
from registry.permissions import Permission
from registry.queries.flagged_checks import FlaggedCheckNotFound, flagged_check, flagged_checks, numbers_between
from staff.oversight.forms import FoundForm
from staff.pages import StaffPage, actor

CONFLICT = 409


class FlaggedCheckList(StaffPage):
    permission = Permission.READ_AUDIT
    template_name = "staff/oversight/flagged-checks.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(flagged=flagged_checks(), **kwargs)


class FlaggedCheck(FoundPage, FormPage, StaffPage):
    permission = Permission.READ_AUDIT
    template_name = "staff/oversight/flagged-check.jinja"
    form_class = FoundForm
    missing = FlaggedCheckNotFound

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check = flagged_check(self._check_id)
        return super().get_context_data(check=check, numbers=numbers_between(check), **kwargs)

    def form_valid(self, form: FoundForm) -> HttpResponse:
        try:
            review_flagged(self._check_id, note=form.cleaned_data["note"], by=actor(self.request), at=now())
        except ReviewedAlready:
            return self.form_invalid(form, status=CONFLICT)
        return redirect("staff:flagged-check-list")

    @property
    def _check_id(self) -> UUID:
        found: UUID = self.kwargs["public_id"]
        return found
