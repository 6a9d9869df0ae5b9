"""Staff accounts, and messages that did not go out."""

import pytest
from django.urls import reverse

from registry.clock import now
from registry.models import Message, MessageChannel, MessageKind, MessageProblem, Role, StaffUser, WorkState
from tests.factories import make_nhs_number
from tests.support.staff import code_now, give_app

PASSWORD = "a long demonstration phrase"


@pytest.fixture
def member(db):
    return StaffUser.objects.create_user(
        username="agent", password=PASSWORD, display_name="Sam Agent", roles=[Role.SUPERVISOR]
    )


@pytest.fixture
def signed_in(client, member):
    """A browser in which the member has signed in by the pages, as people do."""
    give_app(member)
    client.post(reverse("staff:sign-in"), {"username": "agent", "password": PASSWORD})
    assert client.post(reverse("staff:second-factor"), {"code": code_now()})["Location"] == "/staff/"
    return client


@pytest.fixture
def make_message(db):
    """Make a code message that ended, or did not."""

    def make(state=WorkState.FAILED, *, number=0, error=MessageProblem.REJECTED, **columns):
        ended = state in {WorkState.DONE, WorkState.FAILED, WorkState.EXPIRED}
        return Message.objects.create(
            kind=MessageKind.CODE,
            channel=columns.pop("channel", MessageChannel.SMS),
            nhs_number=make_nhs_number(number),
            state=state,
            deadline_at=now(),
            finished_at=now() if ended else None,
            last_error=error,
            **columns,
        )

    return make
