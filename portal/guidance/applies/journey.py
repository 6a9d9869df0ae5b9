"""The questions as a journey. Answers stand in the address: they say nothing about a person, so nothing is kept."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.http import QueryDict

from ndop.journeys import Journey, State, Step
from ndop.nhsuk.widgets import RadioSelect
from registry.applicability import QUESTIONS, Question, walk

SELECT_ONE = "Select an answer. If you are not sure, select “I do not know”"
ANSWER = Step("answer", "Your answer", forms.Form, fact="answered")


def state_of(answers: dict[str, str]) -> State:
    """Return codes as the engine keeps answers."""
    return State({slug: {slug: code} for slug, code in answers.items()})


def read(query: QueryDict) -> dict[str, str]:
    """Return the codes in an address by the slugs of their questions; one that is given in two ways is no code."""
    given = {asked.slug: set(query.getlist(asked.slug)) for asked in QUESTIONS if asked.slug in query}
    return {slug: codes.pop() if len(codes) == 1 else "" for slug, codes in given.items()}


def _form_of(asked: Question) -> type[forms.Form]:
    field = forms.ChoiceField(
        label=asked.title,
        choices=[(answer.code, answer.words) for answer in asked.answers],
        widget=RadioSelect(hints={answer.code: answer.hint for answer in asked.answers}),
        help_text=asked.help,
        error_messages={"required": SELECT_ONE, "invalid_choice": SELECT_ONE},
    )
    return cast("type[forms.Form]", type("QuestionForm", (forms.Form,), {asked.slug: field}))


def _is_asked(asked: Question) -> Callable[[State], bool]:
    """Return whether the answers lead to a question."""

    def applies(state: State) -> bool:
        walked = walk({slug: answer[slug] for slug, answer in state.answers.items()})
        return asked.slug in walked.answers or asked == walked.open

    return applies


def _chosen(asked: Question) -> Callable[[forms.Form], str]:
    """Return a description in the words of the answer."""
    words = {answer.code: answer.words for answer in asked.answers}
    return lambda form: words[form.cleaned_data[asked.slug]]


JOURNEY = Journey(
    "does-it-apply",
    (
        *(
            Step(
                asked.slug,
                asked.title,
                _form_of(asked),
                applies=_is_asked(asked),
                label=asked.title,
                describe=_chosen(asked),
            )
            for asked in QUESTIONS
        ),
        ANSWER,
    ),
)
