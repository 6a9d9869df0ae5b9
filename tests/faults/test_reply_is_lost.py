"""F17: the provider accepts and the reply never comes. Letters, because two of them would be the worst."""

from registry.models import MessageChannel
from tests.fakes.notify_stub import accept_then_drop
from tests.support.waiting import wait_until


def lose_every_reply(harness, count, within):
    """Return how many seconds it took, what the provider got and what it should have got, sorted."""
    harness.stub.always = accept_then_drop
    _, wanted = harness.messages(count, MessageChannel.LETTER)
    harness.relay()
    harness.worker("soon", "short_letters")
    seconds = harness.wait_until_all_done(within)
    return seconds, sorted(harness.stub.references), wanted


def test_F17_lost_replies_never_make_a_second_letter(harness, record_property):
    seconds, got, wanted = lose_every_reply(harness, 500, 480)
    record_property("seconds", round(seconds, 1))
    assert got == wanted


def test_F17_would_notice_that_nobody_asks_first(harness):
    harness.stub.always = accept_then_drop
    harness.messages(5, MessageChannel.LETTER)
    harness.relay()
    harness.worker("no_look_up", "soon", "short_letters")
    wait_until(lambda: len(harness.stub.references) > len(set(harness.stub.references)))
