"""Where a visitor stands before a page of the table is opened. Each gives the path to open, or nothing."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from registry.clock import now
from registry.gateways.directory import DirectoryUnavailable
from registry.models import (
    Draft,
    IdentityCheck,
    Message,
    MessageChannel,
    MessageKind,
    MessageProblem,
    Role,
    StaffUser,
    WorkState,
)
from tests.factories import DemographicsFactory, PreferenceFactory
from tests.support.staff import signed_in_client
from tests.system.server import work
from tests.system.visitor import NO, YES, Visitor, newest, step
from tests.system.windows import Window

WRONG_NUMBERS = {
    "letters": "999 OOO 0018",
    "too-short": "999 000 001",
    "too-long": "999 000 00189",
    "national-insurance": "QQ 12 34 56 C",
    "check-digit": "999 000 0019",
}
WRONG_SIGN_IN = {"username": "nobody", "password": "not the password"}


def start(_visitor: Visitor) -> str:
    return step("name")


def no_number(visitor: Visitor) -> None:
    visitor.say_known("no")


def postcode_and_email(visitor: Visitor) -> None:
    visitor.give_postcode()
    visitor.post("code-by", code_by="email")


def asked_by_email(visitor: Visitor) -> None:
    visitor.ask("email")


def code_has_run_out(visitor: Visitor) -> None:
    visitor.ask()
    IdentityCheck.objects.filter(draft=visitor.draft).update(deadline_at=now() - timedelta(seconds=1))


def proved_and_opted_out(visitor: Visitor) -> None:
    chose_before(visitor, NO)
    visitor.prove()


def proved_and_allowed(visitor: Visitor) -> None:
    chose_before(visitor, YES)
    visitor.prove()


def chose_before(visitor: Visitor, status: str) -> None:
    """Give the person a choice from an earlier day."""
    person = DemographicsFactory(nhs_number=visitor.person.nhs_number)
    PreferenceFactory(person=person, status=status)


def decided_yes_by_email(visitor: Visitor) -> None:
    visitor.prove("email")
    visitor.post("choice", choice=YES)
    visitor.post("letter", letter="no")


def choose_otherwise_in_another_tab(visitor: Visitor, _window: Window) -> None:
    visitor.post("choice", choice=YES)


def saved_no_with_letter(visitor: Visitor) -> str:
    visitor.save()
    return reverse("choice:saved")


def saved_yes(visitor: Visitor) -> str:
    visitor.save(YES, "no")
    return reverse("choice:saved")


def session_is_over(visitor: Visitor) -> None:
    visitor.give_number()
    Draft.objects.filter(pk=visitor.draft.pk).update(last_seen_at=now() - timedelta(minutes=21))


def forbidden() -> AbstractContextManager[Any]:
    return patch("portal.choice.pages.extras", side_effect=PermissionDenied)


def programming_error() -> AbstractContextManager[Any]:
    return patch("portal.choice.pages.extras", side_effect=RuntimeError("broken on purpose"))


def directory_away() -> AbstractContextManager[Any]:
    return patch("registry.actions.choices.get_directory", side_effect=DirectoryUnavailable)


def too_many_sign_ins(visitor: Visitor) -> str:
    for _ in range(5):
        visitor.client.post(reverse("staff:sign-in"), WRONG_SIGN_IN)
    return reverse("staff:sign-in")


def post_room_empty(_visitor: Visitor) -> str:
    call_command("flush", interactive=False, verbosity=0)
    return reverse("demo:post-room")


def post_room_full(visitor: Visitor) -> str:
    visitor.save()
    Visitor().ask("email")
    return reverse("demo:post-room")


def item(visitor: Visitor, channel: str) -> str:
    visitor.prove("email" if channel == "email" else "sms")
    visitor.post("choice", choice=NO)
    visitor.post("letter", letter="yes")
    visitor.post("review", submission=str(visitor.draft.submission_key))
    work()
    return reverse("demo:post-room-item", args=[newest(channel).pk])


def signed_in(visitor: Visitor, name: str) -> str:
    """The visitor is a member of staff with every role, signed in with both factors."""
    user = StaffUser.objects.create_user(
        username=f"agent-{visitor.person.pk}", password=None, display_name="Priya Fenwick", roles=Role.values
    )
    signed_in_client(user, visitor.client)
    return reverse(name)


def with_undelivered_messages(visitor: Visitor) -> str:
    """Messages that failed, one of each channel."""
    for channel in MessageChannel.values:
        Message.objects.create(
            kind=MessageKind.CODE,
            channel=channel,
            nhs_number=visitor.person.nhs_number,
            state=WorkState.FAILED,
            attempts=3,
            deadline_at=now(),
            finished_at=now(),
            last_error=MessageProblem.REJECTED,
        )
    return signed_in(visitor, "staff:undelivered-message-list")
