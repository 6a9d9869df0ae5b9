import re

import pytest

from registry.correspondence.check_notices import check_done_email

LINK = "https://example.com/organisations/checks/00000000-0000-4000-8000-000000000001/"


def notice(**words):
    known = {"name": "Morgan", "reference": "K7M2-9QXR-4T", "problem": "", "link": LINK}
    return check_done_email(**known | {"valid_until": "2026-06-30T22:30:00+00:00"} | words)


def test_notice_says_where_the_result_is_and_until_when_in_london():
    email = notice()
    for said in (email.text, re.sub(r"<[^>]+>", "", email.html)):
        assert "K7M2-9QXR-4T is done" in said
        assert "until 23:30 on 30 June 2026" in said
    assert LINK in email.text
    assert f'href="{LINK}"' in email.html


def test_notice_of_a_check_without_a_result_says_why():
    email = notice(problem="The file is not plain text", valid_until="")
    for said in (email.text, re.sub(r"<[^>]+>", "", email.html)):
        assert "without a result. The file is not plain text." in said
        assert "until" not in said
        assert "download" not in said


def test_T39_subject_is_the_same_for_all():
    assert {notice().subject, notice(problem="x", valid_until="").subject} == {"Your check has ended"}


@pytest.mark.parametrize("name", ["<b>", "{{ 7*7 }}", "O'Brien & Co"])
def test_hostile_name_is_only_text(name):
    email = notice(name=name)
    assert name in email.text
    assert "<b>" not in email.html
    assert "49" not in email.html
