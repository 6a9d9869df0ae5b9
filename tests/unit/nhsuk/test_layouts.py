"""What every page has: title, skip link, help, demo strip, and no script or style that the policy would stop."""

import base64
import hashlib
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import resolve
from jinja2 import UndefinedError

from ndop.nhsuk.csp import INLINE_SCRIPT_HASH
from ndop.nhsuk.render import error_list
from tests.support.components_page import DateForm, EveryComponentForm, NameForm, StatusForm
from tests.support.markup import by_id, elements, outline, text_of

TIMEOUT = {
    "idle_seconds": 1200,
    "warning_seconds": 120,
    "hard_seconds": 7200,
    "extend_url": "/extend/",
    "end_url": "/end/",
}


def page(template="layouts/question.jinja", **context):
    given = {"title": "What is your name?", **context}
    return get_template(template).render(given, RequestFactory().get("/"))


def title_of(html):
    return re.search("<title>(.*?)</title>", html).group(1)


def test_A09_title_is_question_service_and_nhs():
    assert title_of(page(form=NameForm())) == "What is your name? – National data opt-out – NHS"


def test_A08_title_begins_with_error_when_the_form_has_errors():
    assert title_of(page(form=NameForm({}))).startswith("Error: What is your name? – ")


def test_staff_title_names_the_staff_site():
    assert title_of(page("layouts/staff.jinja")) == "What is your name? – Staff – National data opt-out – NHS"


def test_page_without_a_title_is_refused():
    with pytest.raises(UndefinedError, match="title"):
        get_template("layouts/content.jinja").render({})


@pytest.mark.parametrize("form", [NameForm, DateForm, StatusForm, EveryComponentForm])
def test_A09_question_page_has_one_h1_with_the_words_of_the_title(form):
    html = page(form=form())
    assert len(elements(html, "h1")) == 1
    assert "What is your name?" in re.sub("<[^>]+>", "", html.split("<h1", 1)[1].split("</h1>", 1)[0])


def test_A08_error_summary_is_first_in_main():
    main = page(form=NameForm({})).split('id="maincontent">', 1)[1]
    classes = [attrs["class"] for name, attrs in outline(main) if name == "div"]
    assert {"nhsuk-error-summary"} in [set(one) for one in classes[:3]]
    assert main.index("nhsuk-error-summary") < main.index("<form")


def test_A08_every_link_of_the_summary_leads_to_a_control_with_the_same_message():
    html = page(form=EveryComponentForm({}))
    links = [attrs["href"] for attrs in elements(html, "a") if attrs.get("href", "").startswith("#id_")]
    messages = re.findall(r'<a href="#id_[^"]+">([^<]+)</a>', html)
    assert len(links) == len(messages) == 9
    for link, message in zip(links, messages, strict=True):
        control = by_id(html, link.removeprefix("#"))
        field = re.sub("_(day|month|year)$", "", link.removeprefix("#"))
        assert "type" in control or "class" in control
        assert message in text_of(html, f"{field}-error")


def test_A08_link_about_a_date_leads_to_the_box_that_is_wrong():
    form = DateForm({"date_of_birth_day": "3", "date_of_birth_month": "13", "date_of_birth_year": ""})
    assert [(error.message, error.target) for error in error_list(form)] == [
        ("Date of birth must include a year", "id_date_of_birth_year")
    ]


def test_message_about_the_whole_form_leads_to_the_first_question():
    class Whole(NameForm):
        token = forms.CharField(widget=forms.HiddenInput, required=False)

        def clean(self):
            raise ValidationError("These details do not go together")

    errors = error_list(Whole({"family_name": "Ó Néill"}))
    assert [(error.message, error.target) for error in errors] == [
        ("These details do not go together", "id_family_name")
    ]


def test_form_without_errors_has_no_summary():
    assert error_list(NameForm()) == []
    assert "nhsuk-error-summary" not in page(form=NameForm())


def test_H02_inline_script_is_the_one_the_policy_allows():
    scripts = re.findall(r"<script>(.*?)</script>", page(form=NameForm()), re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" == INLINE_SCRIPT_HASH


def test_H02_no_inline_styles_or_handlers():
    for _, attrs in outline(page(form=EveryComponentForm({}), session_timeout=TIMEOUT, back_url="/")):
        assert not [name for name in attrs if name == "style" or name.startswith("on")]


def test_H02_every_file_of_a_page_is_our_own():
    html = page(form=NameForm())
    files = [attrs["href"] for attrs in elements(html, "link")]
    files += [attrs["src"] for attrs in elements(html, "script") if "src" in attrs]
    assert len(files) == 3
    assert all(name.startswith("/static/") for name in files)


def test_A04_first_link_skips_to_main():
    html = page(form=NameForm(), back_url="/")
    assert elements(html, "a")[0]["href"] == "#maincontent"
    assert [attrs["id"] for attrs in elements(html, "main")] == ["maincontent"]


@pytest.mark.parametrize("template", ["layouts/question.jinja", "layouts/content.jinja", "layouts/staff.jinja"])
def test_A15_help_is_the_same_on_every_page(template, settings):
    html = page(template, form=NameForm())
    footer = html.split("<footer", 1)[1]
    assert footer == page("layouts/content.jinja").split("<footer", 1)[1]
    assert settings.NDOP_PHONE in footer


def test_A15_links_of_every_page_lead_somewhere():
    html = page(form=NameForm())
    paths = [attrs["href"] for attrs in elements(html, "a") if attrs["href"].startswith("/")]
    assert len(paths) == 6
    for path in paths:
        assert resolve(path)


@pytest.mark.parametrize("demo", [True, False])
def test_demo_strip_shows_in_demo_mode_only(demo, settings):
    settings.NDOP_DEMO = demo
    assert ("ndop-demo" in page(form=NameForm())) is demo


def test_back_link_shows_only_when_there_is_somewhere_to_go():
    assert "nhsuk-back-link" not in page(form=NameForm())
    html = page(form=NameForm(), back_url="/choice/name/")
    assert 'href="/choice/name/">Back</a>' in html
    assert ">Staff home</a>" in page(form=NameForm(), back_url="/staff/", back_text="Staff home")


def test_question_posts_with_csrf_and_journey_token_and_one_button():
    html = page(form=NameForm(), journey_token="abc")
    names = [attrs.get("name") for attrs in elements(html, "input")]
    assert names == ["csrfmiddlewaretoken", "journey_token", "family_name"]
    (button,) = elements(html, "button")
    assert button["data-prevent-double-click"] == "true"
    assert elements(html, "form")[0]["method"] == "post"


def test_A16_time_out_warning_carries_its_numbers_and_ends_by_post():
    html = page(form=NameForm(), session_timeout=TIMEOUT)
    root = next(a for _, a in outline(html) if a.get("data-module") == "session-timeout")
    assert (root["data-idle-seconds"], root["data-warning-seconds"]) == ("1200", "120")
    ending = elements(html, "form")[-1]
    assert (ending["method"], ending["action"]) == ("post", "/end/")
    assert "csrfmiddlewaretoken" in html.split("<dialog", 1)[1]


def test_A17_live_region_is_there_and_empty_before_it_speaks():
    html = page(form=NameForm(), session_timeout=TIMEOUT)
    assert "data-time-left></span>" in html
    assert 'role="status" class="nhsuk-u-visually-hidden" data-announce></div>' in html


def test_page_without_a_session_has_no_warning():
    assert "session-timeout" not in page(form=NameForm())
