"""The journey engine, against small journeys made for it."""

from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ndop.journeys import Journey, State, Step
from ndop.nhsuk.fields import NHSDateField


class Word(forms.Form):
    word = forms.CharField(max_length=5)


class Day(forms.Form):
    day = NHSDateField(name="Day")


def said_yes(state):
    return state.answers.get("fork", {}).get("word") == "yes"


def said_no(state):
    return state.answers.get("fork", {}).get("word") == "no"


JOURNEY = Journey(
    "small",
    (
        Step("fork", "Fork?", Word, describe=lambda form: form.cleaned_data["word"]),
        Step("left", "Left?", Word, applies=said_yes, describe=lambda form: form.cleaned_data["word"].upper()),
        Step("right", "Right?", Word, applies=said_no),
        Step("fact", "Fact", forms.Form, fact="known"),
        Step("last", "Last?", Word),
    ),
)
ANSWERS = st.dictionaries(
    st.sampled_from([step.slug for step in JOURNEY.steps]),
    st.fixed_dictionaries({"word": st.sampled_from(["yes", "no", "x", "", "far too long"])}),
)
STATES = st.builds(State, ANSWERS, st.sampled_from([frozenset(), frozenset({"known"}), frozenset({"other"})]))


@given(STATES)
def test_next_step_may_always_be_opened(state):
    assert JOURNEY.may_open(JOURNEY.next(state), state)


@given(STATES)
def test_nothing_after_the_next_step_may_be_opened(state):
    steps = JOURNEY.applicable(state)
    after = steps[steps.index(JOURNEY.next(state)) + 1 :]
    assert not [step.slug for step in after if JOURNEY.may_open(step, state)]


@given(STATES)
def test_steps_that_do_not_apply_may_never_be_opened(state):
    hidden = [step for step in JOURNEY.steps if step not in JOURNEY.applicable(state)]
    assert not any(JOURNEY.may_open(step, state) for step in hidden)


@given(STATES)
def test_going_back_from_anywhere_ends_at_the_first_step(state):
    step, seen = JOURNEY.next(state), []
    while step is not None:
        seen.append(step)
        assert JOURNEY.may_open(step, state)
        step = JOURNEY.before(step, state)
    assert seen[-1] == JOURNEY.steps[0]
    assert len(seen) == len(set(seen))


@given(STATES)
def test_no_answer_can_claim_a_fact(state):
    fact = JOURNEY.step("fact")
    assert fact.is_done(state) == ("known" in state.facts)


def test_rows_describe_what_was_answered_and_applies():
    state = State({"fork": {"word": "yes"}, "left": {"word": "abc"}, "right": {"word": "old"}})
    assert [(row.step.slug, row.label, row.answer) for row in JOURNEY.rows(state)] == [
        ("fork", "Fork?", "yes"),
        ("left", "Left?", "ABC"),
    ]


def test_row_of_an_answer_that_is_no_longer_valid_is_empty():
    assert [row.answer for row in JOURNEY.rows(State({"fork": {"word": "far too long"}}))] == [""]


def test_unknown_step_is_none():
    assert JOURNEY.step("nowhere") is None


def test_raw_keeps_the_forms_own_inputs_only():
    step = Step("day", "Day?", Day)
    typed = {"day_day": "1", "day_month": "2", "day_year": "2000", "day_evil": "x", "day": "x", "csrf": "x", "da": "x"}
    kept = step.raw(step.form(State({}), data=typed))
    assert kept == {"day_day": "1", "day_month": "2", "day_year": "2000"}
    assert step.form(State({"day": kept})).is_valid()


def test_raw_does_not_make_up_an_input_that_was_not_sent():
    step = JOURNEY.step("fork")
    assert step.raw(step.form(State({}), data={"other": "x"})) == {}
