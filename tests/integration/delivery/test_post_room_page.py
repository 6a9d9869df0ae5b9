"""The demonstration's post room: list, filter, text, email and letter."""

import pytest
from django.test import Client

from registry.actions.messages import send_message
from registry.gateways.messaging import AlreadySent, Envelope
from registry.gateways.post_room import PostRoom
from registry.models import MessageChannel, PostRoomItem

pytestmark = pytest.mark.django_db


def envelope(**changes):
    return Envelope(
        **{"reference": "a", "channel": "sms", "to": "+447700900123", "kind": "code", "text": "Hello <b>"} | changes
    )


def test_post_room_keeps_one_of_each_reference():
    gateway = PostRoom()
    first = gateway.send(envelope())
    with pytest.raises(AlreadySent) as refused:
        gateway.send(envelope(text="again"))
    assert refused.value.provider_id == first
    assert gateway.find("a") == first
    assert gateway.find("b") is None
    assert PostRoomItem.objects.get().text == "Hello <b>"


def test_post_room_page_lists_newest_first_and_filters():
    PostRoom().send(envelope(reference="a", text="first text"))
    PostRoom().send(envelope(reference="b", channel="email", to="a@example.com", subject="An email", html="<p>x"))
    page = Client().get("/demo/post-room/").text
    assert page.index("An email") < page.index("first text")
    only_texts = Client().get("/demo/post-room/?channel=sms").text
    assert "first text" in only_texts
    assert "An email" not in only_texts


def test_post_room_page_escapes_what_was_sent():
    PostRoom().send(envelope(text="<script>alert(1)</script>"))
    item = PostRoomItem.objects.get()
    assert "<script>alert" not in Client().get("/demo/post-room/").text
    assert "&lt;script&gt;alert" in Client().get(f"/demo/post-room/{item.pk}/").text


def test_post_room_email_is_sandboxed(confirmation, settings):
    send_message(str(confirmation(MessageChannel.EMAIL).pk))
    item = PostRoomItem.objects.get()
    assert "email.html" in Client().get(f"/demo/post-room/{item.pk}/").text
    response = Client().get(f"/demo/post-room/{item.pk}/email.html")
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "No, do not allow" in response.text


def test_post_room_letter_is_shown_in_the_browser(confirmation):
    send_message(str(confirmation(MessageChannel.LETTER).pk))
    item = PostRoomItem.objects.get()
    response = Client().get(f"/demo/post-room/{item.pk}/letter.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("end", ["", "email.html", "letter.pdf"])
def test_post_room_has_nothing_where_nothing_was_sent(end):
    assert Client().get(f"/demo/post-room/999999/{end}").status_code == 404
