"""The list of messages that did not go out."""

import csv
import re

import pytest
from django.urls import reverse

from registry.actions import staff_views
from registry.models import AuditEvent, MessageChannel, MessageProblem, WorkState
from registry.queries import messages
from tests.factories import make_nhs_number
from tests.support.markup import elements

LIST = "/staff/messages/undelivered/"


def shown(html):
    return re.findall(r'<th scope="row" class="ndop-nowrap">(\w{8})</th>', html)


def test_list_shows_what_failed_and_what_came_too_late(signed_in, make_message):
    failed = make_message(WorkState.FAILED, channel=MessageChannel.LETTER, attempts=3)
    late = make_message(WorkState.EXPIRED, error=MessageProblem.TOO_LATE)
    for state in (WorkState.PENDING, WorkState.UNKNOWN, WorkState.DONE):
        make_message(state)
    html = signed_in.get(LIST).content.decode()
    assert shown(html) == [str(late.public_id)[:8], str(failed.public_id)[:8]]
    for words in ("One-time code", "Letter", "The provider refused the message", "Too late to be useful"):
        assert f"<td>{words}</td>" in html
    assert "<td>3</td>" in html


def test_list_shows_nothing_personal(signed_in, make_message):
    make_message(recipient="07700 900123", content={"code": "493027"})
    html = signed_in.get(LIST).content.decode()
    number = make_nhs_number(0)
    for secret in ("07700", "900123", "493027", number.digits, number.spaced):
        assert secret not in html


def test_list_when_all_is_well(signed_in, make_message):
    make_message(WorkState.DONE)
    assert "Every message was delivered." in signed_in.get(LIST).content.decode()


def test_list_is_paged_without_gaps_and_repeats(signed_in, make_message):
    made = [str(make_message(number=count).public_id)[:8] for count in range(60)]
    seen, address, sizes = [], LIST, []
    while address:
        html = signed_in.get(address).content.decode()
        sizes.append(len(shown(html)))
        seen += shown(html)
        older = [link["href"] for link in elements(html, "a") if link["href"].startswith(f"{LIST}?older-than")]
        address = older[0] if older else ""
    assert sizes == [25, 25, 10]
    assert seen == made[::-1]


def test_list_of_exactly_one_page_has_no_next(signed_in, make_message):
    for count in range(25):
        make_message(number=count)
    assert "Older messages" not in signed_in.get(LIST).content.decode()


def test_list_beyond_its_end_says_so(signed_in, make_message):
    make_message()
    html = signed_in.get(LIST, {"older-than": "1"}).content.decode()
    assert "There are no older messages." in html
    assert "Newest messages" in html


@pytest.mark.parametrize("place", ["x", "-1", "1.5", "٣", "9" * 19, "9" * 5000, "1 OR 1=1", "\x00"])
def test_list_refuses_a_place_that_is_none(signed_in, place):
    assert signed_in.get(LIST, {"older-than": place}).status_code == 400


def test_list_writes_down_who_looked(signed_in, member, make_message):
    make_message()
    signed_in.get(LIST)
    signed_in.get(LIST, {"older-than": "7"})
    events = AuditEvent.objects.filter(action="staff_viewed_messages").order_by("pk")
    wanted = ("actor_kind", "actor_id", "object_type", "object_id", "subject")
    assert list(events.values_list(*wanted)) == [
        ("staff", str(member.pk), "message_list", "", None),
        ("staff", str(member.pk), "message_list", "7", None),
    ]


def test_list_is_not_shown_when_looking_cannot_be_written_down(signed_in, make_message, monkeypatch):
    make_message()
    read = []

    def refuse(*args, **kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr(staff_views.audit, "record", refuse)
    monkeypatch.setattr(staff_views, "undelivered_messages", lambda **_: read.append(1))
    with pytest.raises(RuntimeError):
        signed_in.get(LIST)
    assert read == []


def test_list_does_not_read_what_is_encrypted(make_message, django_assert_num_queries):
    make_message(recipient="07700 900123")
    with django_assert_num_queries(1) as queries:
        messages.undelivered_messages()
    assert not re.search("recipient|content|nhs_number|letter", queries[0]["sql"])


def test_list_costs_the_same_queries_however_long(signed_in, make_message, django_assert_num_queries):
    signed_in.get(reverse("staff:home"))
    for count in range(30):
        make_message(number=count)
    # Clock, session, account, session kept (3 with its savepoint), clock, audit with its savepoint, the list.
    with django_assert_num_queries(11):
        signed_in.get(LIST)


def test_T27_the_table_holds_the_page_and_each_of_its_cells_is_text(signed_in, make_message):
    made = make_message(WorkState.FAILED, channel=MessageChannel.LETTER, attempts=3, error="=cmd")
    answer = signed_in.get(f"{LIST}table.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    header, row = list(csv.reader(answer.content.decode().splitlines()))
    assert header == ["Reference", "Message", "By", "Ended", "Why", "Tries"]
    assert row[:3] + row[4:] == [str(made.public_id)[:8], "One-time code", "Letter", "'=cmd", "3"]


def test_T16_the_table_is_audited_like_the_page(signed_in, make_message):
    make_message()
    signed_in.get(f"{LIST}table.csv")
    assert AuditEvent.objects.filter(action="staff_viewed_messages").count() == 1
