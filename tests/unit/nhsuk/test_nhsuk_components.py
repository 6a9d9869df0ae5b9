"""Each component's markup: the design system's own macro is what ours must equal."""

import pytest
from django import forms
from django.template import engines

from ndop.nhsuk.render import render_form
from ndop.nhsuk.widgets import TextInput
from tests.support.components_page import (
    ChannelsForm,
    CodeForm,
    DateForm,
    NameForm,
    RestForm,
    StatusForm,
)
from tests.support.markup import by_id, elements, outline, text_of

HEADING = {"size": "l", "isPageHeading": True}
# Starts scripts for choices that open more questions, which no page here has.
UNUSED = "data-module"


def macro(folder, name, params):
    source = f'{{% from "nhsuk/components/{folder}/macro.jinja" import {name} %}}{{{{ {name}(params) }}}}'
    return engines["jinja2"].env.from_string(source).render(params=params)


def same(ours, theirs):
    wanted = outline(theirs)
    for tag, attrs in wanted:
        attrs.pop(UNUSED, None)
        if tag == "fieldset":
            attrs.pop("role", None)  # a fieldset is a group by itself, and the validator says so
    assert outline(ours) == wanted


def name_params(**more):
    return {
        "id": "id_family_name",
        "name": "family_name",
        "label": {"text": "What is your last name?", **HEADING},
        "hint": {"text": "As your GP has it"},
        "width": 20,
        "autocomplete": "family-name",
        "spellcheck": False,
        **more,
    }


def status_params(**more):
    return {
        "idPrefix": "id_status",
        "name": "status",
        "fieldset": {"legend": {"text": "May we?", **HEADING}},
        "items": [
            {"value": "allowed", "text": "Yes, allow", "hint": {"text": "For research and planning"}},
            {"value": "opted_out", "text": "No, do not allow"},
        ],
        **more,
    }


def test_text_input_empty_equals_the_design_system():
    same(render_form(NameForm(), "What is your last name?"), macro("input", "input", name_params()))


def test_text_input_in_error_equals_the_design_system():
    params = name_params(errorMessage={"text": "Enter your last name"})
    same(render_form(NameForm({"family_name": ""}), "What is your last name?"), macro("input", "input", params))


def test_text_input_keeps_and_escapes_what_was_typed():
    typed = """<b>O'Brien & "Sons"</b>"""
    html = render_form(NameForm({"family_name": typed}), "What is your last name?")
    assert by_id(html, "id_family_name")["value"] == typed
    assert "<b>" not in html


def test_radios_empty_equal_the_design_system():
    same(render_form(StatusForm(), "May we?"), macro("radios", "radios", status_params()))


def test_radios_in_error_equal_the_design_system():
    params = status_params(errorMessage={"text": "Select yes or no"})
    same(render_form(StatusForm({}), "May we?"), macro("radios", "radios", params))


def test_radios_keep_the_answer():
    html = render_form(StatusForm({"status": "opted_out"}), "May we?")
    assert [("checked" in one) for one in elements(html, "input")] == [False, True]


def test_checkboxes_equal_the_design_system():
    params = {
        "idPrefix": "id_channels",
        "name": "channels",
        "fieldset": {"legend": {"text": "How?", **HEADING}},
        "values": ["letter"],
        "items": [
            {"value": "email", "text": "Email"},
            {"value": "letter", "text": "Letter", "hint": {"text": "To the address on your record"}},
        ],
    }
    ours = render_form(ChannelsForm(initial={"channels": ["letter"]}), "How?")
    same(ours, macro("checkboxes", "checkboxes", params))


def test_date_empty_equals_the_design_system():
    boxes = [
        {
            "id": f"id_date_of_birth_{part}",
            "name": f"date_of_birth_{part}",
            "label": part.capitalize(),
            "width": 4 if part == "year" else 2,
            "autocomplete": f"bday-{part}",
        }
        for part in ("day", "month", "year")
    ]
    params = {
        "id": "id_date_of_birth",
        "fieldset": {"legend": {"text": "When?", **HEADING}},
        "hint": {"text": "For example, 31 3 1980"},
        "items": boxes,
    }
    same(render_form(DateForm(), "When?"), macro("date-input", "dateInput", params))


def test_select_and_textarea_equal_the_design_system():
    html = render_form(RestForm())
    select = macro(
        "select",
        "select",
        {
            "id": "id_source",
            "name": "source",
            "label": {"text": "How did they choose?"},
            "items": [{"value": "PP", "text": "Paper"}, {"value": "CC", "text": "Phone"}],
        },
    )
    assert elements(html, "select") == elements(select, "select")
    assert elements(html, "option") == elements(select, "option")
    assert by_id(html, "id_reason")["class"] == {"nhsuk-textarea"}


def test_date_marks_only_the_wrong_boxes_and_keeps_what_was_typed():
    typed = {"date_of_birth_day": "40", "date_of_birth_month": "2", "date_of_birth_year": "98"}
    html = render_form(DateForm(typed), "When?")
    boxes = {part: by_id(html, f"id_date_of_birth_{part}") for part in ("day", "month", "year")}
    assert [box["value"] for box in boxes.values()] == ["40", "2", "98"]
    assert {part for part, box in boxes.items() if "nhsuk-input--error" in box["class"]} == {"day", "year"}
    assert {part for part, box in boxes.items() if "aria-invalid" in box} == {"day", "year"}
    assert boxes["day"]["aria-describedby"] == "id_date_of_birth-error"
    assert text_of(html, "id_date_of_birth-error") == (
        "Error: Day must be a number from 1 to 31 Error: Year must include 4 numbers"
    )


@pytest.mark.parametrize("stored", ["1980-03-31", None])
def test_date_shows_what_a_draft_keeps(stored):
    html = render_form(DateForm(initial={"date_of_birth": stored}), "When?")
    shown = [box.get("value") for box in elements(html, "input")]
    assert shown == (["31", "3", "1980"] if stored else [None, None, None])


def test_A14_one_time_code_is_one_box_that_a_phone_may_fill_in():
    (box,) = elements(render_form(CodeForm(), "Code?"), "input")
    assert (box["autocomplete"], box["inputmode"]) == ("one-time-code", "numeric")
    assert "maxlength" not in box


def test_one_time_code_is_not_shown_again():
    (box,) = elements(render_form(CodeForm({"code": "123456"}), "Code?"), "input")
    assert "value" not in box


def test_hidden_field_has_no_label_and_does_not_count_as_a_question():
    class Tokened(NameForm):
        token = forms.CharField(widget=forms.HiddenInput)

    html = render_form(Tokened(initial={"token": "x"}), "What is your last name?")
    assert by_id(html, "id_token")["type"] == "hidden"
    assert len(elements(html, "h1")) == len(elements(html, "label")) == 1


def test_password_is_never_shown_again():
    assert "hunter2" not in render_form(RestForm({"password": "hunter2"}))


def test_several_questions_have_no_heading_of_their_own():
    assert elements(render_form(RestForm(), "Details"), "h1") == []


def test_input_of_unknown_width_is_refused():
    with pytest.raises(ValueError, match="width 7"):
        TextInput(width=7)


def test_widget_without_a_component_is_refused():
    class Upload(forms.Form):
        when = forms.DateTimeField(widget=forms.SplitDateTimeWidget)

    with pytest.raises(LookupError, match="SplitDateTimeWidget"):
        render_form(Upload())
