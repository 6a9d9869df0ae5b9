"""T36 and the issue's bad input: a clear page or message, never a 500, nothing lost, nothing recorded twice."""

import json
import logging
import unicodedata

import pytest
from django.test import Client

from ndop import logs
from portal.choice import forms
from registry.models import Draft, PreferenceChange
from tests.integration.journey.hostile import MARKUP, STRINGS
from tests.support.journey import SLUGS, Walk, address, hidden, traces, typed_draft

FIELDS = {
    "name": ("given_name", "family_name"),
    "date-of-birth": ("date_of_birth_day", "date_of_birth_month", "date_of_birth_year"),
    "know-nhs-number": ("knows",),
    "nhs-number": ("nhs_number",),
    "postcode": ("postcode",),
    "code-by": ("code_by",),
    "code": ("code",),
    "choice": ("choice",),
    "letter": ("letter",),
}
REQUEST = "ndop.request"


@pytest.fixture
def lines(caplog):
    """Every log line, as it would be written."""
    caplog.set_level(logging.INFO)
    return caplog


def at(person, slug):
    """A browser on this step, by the shortest way."""
    if slug in SLUGS[: SLUGS.index("code-by") + 1]:
        return typed_draft(person, knows_number=slug != "postcode")
    return Walk(person).to(slug)


@pytest.mark.parametrize("slug", FIELDS)
def test_T36_hostile_strings_get_a_page_and_one_log_line(person, slug, lines):
    walk = at(person, slug)
    carried = hidden(walk.get(slug))
    choices_only = slug in {"know-nhs-number", "code-by", "choice", "letter"}
    for number, text in enumerate(STRINGS[::6] if choices_only else STRINGS):
        field = FIELDS[slug][number % len(FIELDS[slug])]
        lines.clear()
        answered = walk.send(slug, {**carried, **walk.answer(slug), field: text})
        assert answered.status_code in {302, 422}, (slug, text)
        assert [record.name for record in lines.records] == [REQUEST], (slug, text)
        assert "\n" not in logs_of(lines)[0]
        if answered.status_code == 422:
            assert not [tag for tag in MARKUP if "<" in tag and tag in text and tag in answered.content.decode()]
    assert len(STRINGS) == 300


def logs_of(lines):
    renderer = logging.root.handlers
    formatter = next(handler.formatter for handler in renderer if handler.formatter.__class__.__module__ != "logging")
    return [formatter.format(record) for record in lines.records] if formatter else []


@pytest.mark.parametrize("slug", FIELDS)
def test_T36_hidden_fields_and_junk_are_not_kept(person, slug):
    walk = at(person, slug)
    junk = {f"{field}_{extra}": "x" for field in FIELDS[slug] for extra in ("evil", "0", "dayy")}
    walk.post(slug, **junk, answers="x", saved_change_id="1", proved_at="x")
    assert not [key for answer in walk.draft().answers.values() for key in answer if key in junk]


@pytest.mark.parametrize("slug", FIELDS)
def test_T36_hundred_kilobytes_are_refused_without_work_that_grows_faster(person, slug, monkeypatch):
    """Names are only put in order (quadratic in marks) when they are short; the rest is linear by its patterns."""
    sorted_lengths = []
    normalize = unicodedata.normalize

    def watched(form, text):
        sorted_lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(forms.unicodedata, "normalize", watched)
    walk = at(person, slug)
    carried = hidden(walk.get(slug))
    sorted_lengths.clear()
    for unit in ("a", "\u0301\u0316", " ", "-", "1", "'"):
        text = "a" + unit * (24_000 // len(unit.encode()))
        answered = walk.send(slug, {**carried, **walk.answer(slug), FIELDS[slug][-1]: text})
        assert answered.status_code == 422 or unit == " ", (slug, unit)  # blanks around an answer are nobody's fault
    assert max(sorted_lengths, default=0) <= forms.NAME_LENGTH


def test_bad_input_megabyte_name_is_a_clear_400(walk):
    walk.to("date-of-birth")
    before = traces()
    answered = walk.send("name", {"given_name": "a", "family_name": "a" * 1_000_000})
    assert answered.status_code == 400
    assert "<h1" in answered.content.decode()
    assert traces() == before


@pytest.mark.parametrize(
    "body",
    [b"given_name=Ada&family_name=Sam%00ple", b"given_name=Ada&family_name=Sam%ffple"],
    ids=["nul", "invalid-utf8"],
)
def test_bad_input_bytes_that_nobody_types_are_a_clear_400(walk, body):
    walk.to("date-of-birth")
    before = traces()
    url, kind = address("name"), "application/x-www-form-urlencoded"
    answered = walk.client.generic("POST", url, body, content_type=kind)
    assert answered.status_code == 400
    assert traces() == before


def test_bad_input_right_to_left_override_has_its_message(walk):
    answered = walk.send("name", {"given_name": "Ada", "family_name": "Sam\u202eple"})
    assert answered.status_code == 422
    assert "Last name must only include letters" in answered.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("slug", ["no-such-page", "NAME", "name-", "9990000018", "saved-"])
def test_bad_input_unknown_page_is_a_404_whose_path_is_not_logged(walk, slug, lines):
    assert walk.get(slug).status_code == 404
    assert slug == "NAME" or not [record for record in lines.records if slug in record.getMessage()]


def test_bad_input_stale_csrf_token_keeps_the_answers(walk):
    walk.to("choice")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.load({name: morsel.value for name, morsel in walk.client.cookies.items()})
    before = traces()
    answered = strict.post(address("choice"), {"csrfmiddlewaretoken": "x" * 64, "choice": "allowed"})
    assert answered.status_code == 403
    assert "<h1" in answered.content.decode()
    assert traces() == before
    assert walk.get("choice").status_code == 200


def test_bad_input_missing_cookie_leads_to_the_ended_page(walk):
    walk.to("letter")
    walk.client.cookies.clear()
    assert walk.get("letter").headers["Location"] == "/choice/ended/"


def test_bad_input_jumped_ahead_step_leads_to_the_open_question(walk):
    walk.to("know-nhs-number")
    assert walk.get("review").headers["Location"] == address("know-nhs-number")


def test_bad_input_double_submit_saves_once(walk):
    page = hidden(walk.to("review").get("review"))
    assert [walk.send("review", page).headers["Location"] for _ in range(2)] == ["/choice/saved/"] * 2
    assert PreferenceChange.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "x" * 5000, "é" * 40, "../../etc", "{}"])
def test_bad_input_hostile_session_cookie_is_a_new_visitor(db, key):
    browser = Client()
    browser.cookies["session"] = key
    assert browser.get(address("name")).status_code == 200
    assert browser.get(address("review")).headers["Location"] == "/choice/ended/"


def test_log_lines_are_one_json_object_each(walk, lines):
    walk.get("name")
    assert [json.loads(line)["route"] for line in logs_of(lines)] == ["choice:question"]
    assert logs.mask_text("9990000018") == "[masked]"
