"""A page that says what one button will do before it is done, and why it was not where that is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView


@dataclass(frozen=True)
class Step:
    """Something that one button does, and what to say before it is done. `do` is the action behind it."""

    title: str
    words: str
    button: str
    do: Callable[..., None]


class RefusingPage(TemplateView):
    """`problems` says in words why the registry would not do what was asked."""

    problems: Mapping[type[Exception], str]

    def refuse(self, error: Exception, **kwargs: Any) -> HttpResponse:
        """Show the page again, with 409, and say why nothing was changed."""
        context = self.get_context_data(problem=self.problems[type(error)], **kwargs)
        return self.render_to_response(context, status=409)


class StepPage(TemplateView):
    """`steps` by their words in the address; the page draws `step`. Another word is no page."""

    steps: Mapping[str, Step]

    @property
    def step(self) -> Step:
        """What is to be done."""
        if self.kwargs["step"] not in self.steps:
            raise Http404
        return self.steps[self.kwargs["step"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"step": self.step})


class ButtonPage(StepPage, RefusingPage):
    """A step that asks for nothing but the button. POST takes it, or says which of the `problems` stands against it."""

    def take(self, step: Step) -> HttpResponse:
        """Do the step and say where to go then."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        del request, kwargs
        try:
            return self.take(self.step)
        except tuple(self.problems) as error:
            return self.refuse(error)
