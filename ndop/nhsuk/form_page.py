"""A page with one form: shown, refused with 422 and what was typed, or taken."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView


class FormPage(TemplateView):
    """`form_class` is drawn under the name `form`; `form_valid` says what a right answer does."""

    form_class: type[forms.Form]

    def form_arguments(self) -> dict[str, Any]:
        """Return what the form is made with, beside the answers."""
        return {}

    def form_valid(self, form: Any) -> HttpResponse:
        """Take the answers."""
        raise NotImplementedError

    def form_invalid(self, form: forms.Form, status: int = 422) -> HttpResponse:
        """Show the form again with its messages."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.form_class(**self.form_arguments())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        del kwargs
        form = self.form_class(request.POST, **self.form_arguments())
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)
