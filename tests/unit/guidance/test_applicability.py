"""When the opt-out applies: the tree against a table made by hand, and what must hold for any answers at all."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.applicability import OUTCOMES, QUESTIONS, Outcome, Verdict, outcome, paths, version, walk
from registry.applicability import walking as walking_module
from registry.applicability.questions import UNSURE

TABLE = tomllib.loads((Path(__file__).parent / "applicability.toml").read_text())["path"]
PATHS = list(paths())
SLUGS = [question.slug for question in QUESTIONS]
CODES = sorted({answer.code for question in QUESTIONS for answer in question.answers})
ANY_ANSWERS = st.dictionaries(
    st.one_of(st.sampled_from(SLUGS), st.text(max_size=5)), st.one_of(st.sampled_from(CODES), st.text(max_size=5))
)
PART_OF_A_PATH = st.builds(
    lambda path, length: dict(list(path[0].items())[:length]), st.sampled_from(PATHS), st.integers(0, len(SLUGS))
)


def written(answers):
    return tuple(f"{slug}={code}" for slug, code in answers.items())


def test_every_path_is_in_the_table_and_the_other_way_round():
    by_hand = [(tuple(row["answers"]), row["verdict"]) for row in TABLE]
    assert sorted((written(answers), found.verdict.value) for answers, found in PATHS) == sorted(by_hand)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["answers"][-1] + f"-{len(row['answers'])}")
def test_path_ends_as_the_table_says(row):
    found = outcome(dict(answer.split("=") for answer in row["answers"]))
    assert found.verdict == row["verdict"]
    assert row["rule"] in found.rule


def test_each_end_and_each_question_is_reached():
    reached = {found.slug for _, found in PATHS} | {slug for answers, _ in PATHS for slug in answers}
    assert reached == {*OUTCOMES, *SLUGS}


def test_it_is_a_tree_that_only_goes_forward():
    leads = [(place, answer.leads_to) for place, asked in enumerate(QUESTIONS) for answer in asked.answers]
    to_questions = [(place, SLUGS.index(to)) for place, to in leads if to in SLUGS]
    assert sorted(to for _, to in to_questions) == list(range(1, len(QUESTIONS)))
    assert all(place < to for place, to in to_questions)
    assert not set(SLUGS) & set(OUTCOMES)


def test_codes_are_short_and_each_has_one_meaning():
    for asked in QUESTIONS:
        codes = [answer.code for answer in asked.answers]
        assert len(codes) == len(set(codes))
        assert all(len(code) <= 12 and code.replace("-", "").isalnum() for code in (*codes, asked.slug))


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.slug)
def test_nobody_has_to_pretend_to_know(asked):
    assert asked.find(UNSURE) == asked.answers[-1]


@given(ANY_ANSWERS)
def test_any_answers_lead_to_a_question_or_to_an_end(answers):
    walked = walk(answers)
    assert (walked.open is None) != (walked.outcome is None)
    assert walked.doubtful in QUESTIONS
    assert isinstance(outcome(answers), Outcome | None)


@given(PART_OF_A_PATH, ANY_ANSWERS)
def test_in_doubt_never_does_not_apply(part, noise):
    """Only all the answers of one path, every one of them sure, and nothing beside them, let anybody off."""
    answers = part | noise
    found = outcome(answers)
    known = {slug: code for slug, code in answers.items() if slug in SLUGS}
    if found and found.verdict is Verdict.DOES_NOT_APPLY:
        assert UNSURE not in known.values()
        assert (known, found.slug) in [(dict(path), end.slug) for path, end in PATHS]


@given(st.sampled_from(PATHS), st.sampled_from(SLUGS), st.one_of(st.sampled_from(CODES), st.text(max_size=5)))
def test_answers_that_contradict_each_other_have_no_outcome(path, slug, code):
    answers, end = path
    changed = answers | {slug: code}
    if slug not in answers:
        assert outcome(changed) is None
        assert walk(changed).strays == {slug}
        assert walk(changed).doubtful.slug == list(answers)[-1]
    assert outcome(answers) is end


@given(PART_OF_A_PATH)
def test_a_walk_keeps_the_answers_it_followed(part):
    assert written(walk(part).answers) == written(part)


def test_an_answer_that_does_not_exist_leaves_its_question_open():
    walked = walk({"care": "no", "subject": "nonsense"})
    assert (walked.open.slug, walked.strays, walked.outcome) == ("subject", {"subject"}, None)


def test_what_is_in_doubt_is_answered_as_if_it_applied():
    for end in OUTCOMES.values():
        meanwhile = [step for step in end.next_steps if "act as if the opt-out applies" in step.words]
        assert len(meanwhile) == (end.verdict is Verdict.ASK)


def test_every_end_has_its_words():
    for end in OUTCOMES.values():
        assert end.because[0].islower() or end.because.startswith("Assuring Transformation")
        assert not end.because.endswith(".")
        assert end.reason.endswith((".", "?"))
        assert end.rule
        assert end.topic
        assert end.next_steps


def test_version_changes_with_a_word(monkeypatch):
    before = version()
    assert version() == before
    changed = {**OUTCOMES, "new": next(iter(OUTCOMES.values()))}
    monkeypatch.setattr(walking_module, "OUTCOMES", changed)
    assert version() != before
