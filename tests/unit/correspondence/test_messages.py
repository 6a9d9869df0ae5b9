import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.conf import settings

from registry.correspondence import (
    confirmation_email,
    confirmation_text,
    one_time_code_email,
    one_time_code_text,
)

# The basic alphabet of an SMS; one character outside it halves the length of a message.
SMS_ALPHABET = re.compile(r"[A-Za-z0-9 \n@£$¥èéùìòÇØøÅåÆæßÉ!\"#%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà_]*")
CODE = "493027"


class Page(HTMLParser):
    """Collects what a mail reader would show, and how it is marked up."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.shown, self.title, self.inside = [], [], [], "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_data(self, data):
        if self.inside == "title":
            self.title += data
        elif self.inside != "style":
            self.shown.append(data)

    def handle_endtag(self, tag):
        self.inside = ""

    @property
    def text(self):
        return " ".join("".join(self.shown).split())


def every_email(make):
    return [one_time_code_email(CODE), *(confirmation_email(make(status=s)) for s in ("opted_out", "allowed"))]


def test_code_text_says_all_it_must_in_one_sms():
    text = one_time_code_text(CODE).text
    assert text.startswith(CODE)
    for words in ("10 minutes", "Never share it", "If you did not ask for it", settings.SERVICE_NAME):
        assert words in text
    assert len(text) <= 160
    assert SMS_ALPHABET.fullmatch(text)


def test_code_email_says_all_it_must():
    email = one_time_code_email(CODE)
    for said in (email.text, Page(email.html).text):
        for words in (CODE, "10 minutes", "Never share this code", "If you did not ask for this", "0300 303 5678"):
            assert words in said


def test_code_lifetime_is_the_setting(settings):
    settings.CODE_LIFETIME = settings.CODE_LIFETIME * 2
    assert "20 minutes" in one_time_code_text(CODE).text
    assert "20 minutes" in one_time_code_email(CODE).html


def test_T39_subjects_hold_no_code_and_no_choice(make):
    subjects = {email.subject for email in every_email(make)}
    assert subjects == {"Your security code", "We have saved your choice"}


def test_T39_messages_hold_no_ten_digit_run(make):
    texts = [one_time_code_text(CODE).text, confirmation_text(make()).text]
    for email in every_email(make):
        texts += [email.subject, email.text, email.html]
    for text in texts:
        assert not re.search(r"(?<![\d.])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)", text)


def test_confirmation_text_fits_two_sms(confirmation):
    text = confirmation_text(confirmation).text
    for words in ("K7M2-9QXR-4T", "22 November 2026", "0300 303 5678", "Your care is not affected"):
        assert words in text
    assert len(text) <= 306
    assert SMS_ALPHABET.fullmatch(text)
    assert confirmation.name not in text


def test_confirmation_email_says_the_same_in_both_forms(make):
    email = confirmation_email(make(decided_on=date(2026, 11, 3), by_proxy=True))
    for said in (" ".join(email.text.split()), Page(email.html).text):
        for words in (
            "Chosen for you: No, do not allow",
            "Dear Aoife Byrne",
            "Someone who may act for you made this choice.",
            "The choice was made on 3 November 2026.",
            "We saved it on 22 November 2026.",
            "It can take up to 21 days",
            "by 13 December 2026",
            "Your own care is not affected",
            "You can change this choice at any time",
            settings.NDOP_SERVICE_URL,
            "If you did not ask for this",
            "Type 1 opt-outs",
            "screening and the cancer register",
            "K7M2-9QXR-4T",
        ):
            assert words in said


def test_confirmation_email_begins_with_the_choice(confirmation):
    email = confirmation_email(confirmation)
    assert email.text.splitlines()[0].startswith("You chose: ")
    page = Page(email.html)
    assert page.tags.index("h1") < page.tags.index("p")


def test_text_emails_have_no_markup_and_no_ragged_gaps(make):
    for email in every_email(make):
        assert not re.search(r"&\w+;|<\w|\{[{%]", email.text)
        assert "\n\n\n\n" not in email.text
        assert email.text == email.text.strip() + "\n"


def test_html_emails_are_plain_and_complete(make):
    for email in every_email(make):
        page = Page(email.html)
        assert email.html.lstrip().lower().startswith("<!doctype html>")
        assert ("html", "lang", "en-GB") in page.attributes
        assert page.title == email.subject
        assert page.tags.count("h1") == 1
        assert not {"img", "table", "script", "link", "iframe", "form"} & set(page.tags)
        assert "style" not in {name for _, name, _ in page.attributes}
        assert "url(" not in email.html


def test_html_email_links_go_to_the_service_only(confirmation):
    links = {value for _, name, value in Page(confirmation_email(confirmation).html).attributes if name == "href"}
    assert links == {settings.NDOP_SERVICE_URL}


def test_hostile_name_is_only_text_in_an_email(make):
    name = '<script>alert(1)</script> {{ 7*7 }} {% raw %} O\'Brien & "Co"'
    email = confirmation_email(make(name=name))
    assert "<script" not in email.html
    assert f"Dear {name}" in email.text
    assert f"Dear {name}" in Page(email.html).text


@pytest.mark.parametrize("breaker", ["\r\nBcc: all@example.com", "\x00", "\u202e", "\u2028", "\x1b[2J"])
def test_T39_control_characters_in_a_name_are_dropped(make, breaker):
    email = confirmation_email(make(name=f"Aoife{breaker}Byrne"))
    assert breaker not in email.text
    assert breaker not in email.html
    assert not re.search(r"^Bcc", email.text, re.MULTILINE)
