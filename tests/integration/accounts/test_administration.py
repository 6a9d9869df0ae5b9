"""Managing the accounts of others: from the invitation to the day they leave."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from registry.actions.accounts import administration
from registry.actions.messages import send_message
from registry.actions.purge import purge_expired
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import (
    Call,
    CallReason,
    Invitation,
    Message,
    MessageKind,
    PostRoomItem,
    Role,
    StaffUser,
    Task,
    TaskKind,
)
from registry.parties import SYSTEM
from registry.queries.accounts import list_accounts
from tests.factories import make_nhs_number
from tests.support.staff import PASSWORD, give_app, make_staff, signed_in_client

LIST = "/staff/accounts/"
NEW = "violet harbour thimble seven"
TYPED = {
    "username": "new.person",
    "name": "Nia Newcomer",
    "family_name": "Newcomer",
    "email": "nia@example.com",
    "roles": ["agent", "checker"],
}


@pytest.fixture
def office(administrator):
    return signed_in_client(administrator)


def page_of(user, step=""):
    return f"{LIST}{user.public_id}/{step + '/' if step else ''}"


def arrived_link():
    """The link in the newest email, as the worker sends it."""
    send_message(str(Message.objects.filter(kind=MessageKind.INVITATION).latest("pk").pk))
    (link,) = re.findall(r"http\S+(/staff/invitation/\S+/)", PostRoomItem.objects.latest("pk").text)
    return link


def test_invitation_leads_to_a_password_and_a_second_factor(office, administrator, client, happened):
    answer = office.post(f"{LIST}invite/", TYPED)
    user = StaffUser.objects.get(username="new.person")
    assert answer["Location"] == page_of(user)
    assert user.roles == ["agent", "checker"]
    link = arrived_link()
    assert client.get(link).status_code == 200
    assert client.post(link, {"new_password": NEW, "again": NEW})["Location"] == "/staff/set-up/"
    assert client.get("/staff/")["Location"].startswith("/staff/sign-in/")
    assert client.get(link).status_code == 404
    assert Client().post(link, {"new_password": NEW, "again": NEW}).status_code == 404
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert happened("staff_invited") == [("staff", str(administrator.pk), str(user.pk), "")]
    assert happened("password_changed") == [("staff", str(user.pk), str(user.pk), "invitation")]


def test_invitation_is_kept_hashed_and_its_message_is_wiped(office):
    office.post(f"{LIST}invite/", TYPED)
    token = arrived_link().rstrip("/").rpartition("/")[2]
    assert bytes(Invitation.objects.get().token_hash) == keyed_hash("invitation", token)
    message = Message.objects.get()
    assert (message.state, message.recipient, message.content) == ("done", "", {})


def test_invitation_ends_after_48_hours(office, client, database_clock):
    office.post(f"{LIST}invite/", TYPED)
    link = arrived_link()
    database_clock.move(timedelta(hours=48))
    answer = client.get(link)
    assert answer.status_code == 404
    assert "This link does not work any more" in answer.content.decode()
    assert purge_expired(by=SYSTEM, at=now())["invitations"] == 1


def test_new_invitation_ends_the_earlier_one(office, client):
    office.post(f"{LIST}invite/", TYPED)
    first = arrived_link()
    user = StaffUser.objects.get(username="new.person")
    office.post(page_of(user, "invite-again"))
    second = arrived_link()
    assert [client.get(link).status_code for link in (first, second)] == [404, 200]


def test_own_number_and_postcode_are_kept_as_hashes_only(office):
    number = make_nhs_number(5)
    office.post(f"{LIST}invite/", TYPED | {"own_number": number.spaced, "home_postcode": "zz99 1ab"})
    user = StaffUser.objects.get(username="new.person")
    assert bytes(user.own_number_key) == keyed_hash("staff-own", number.digits)
    assert bytes(user.home_key) == keyed_hash("staff-home", "ZZ991AB")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "Nia Newcomer"}, "Username must start with a small letter"),
        ({"roles": []}, "Select at least one role"),
        ({"roles": ["owner"]}, "owner is not one of the available choices"),
        ({"email": "nia"}, "Enter an email address in the correct format"),
        ({"own_number": "123"}, "NHS number"),
        ({"home_postcode": "Leeds"}, "Enter a full UK postcode"),
    ],
)
def test_invitation_with_a_slip_says_so(office, change, said):
    answer = office.post(f"{LIST}invite/", TYPED | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StaffUser.objects.filter(email="nia@example.com").exists()


def test_taken_username_is_refused(office, agent):
    answer = office.post(f"{LIST}invite/", TYPED | {"username": agent.username.replace("_", "-")})
    assert answer.status_code == 422
    assert "Another account has this username" in answer.content.decode()


def test_roles_count_from_the_next_click(office, agent, happened):
    browser = signed_in_client(agent)
    assert browser.get(LIST).status_code == 403
    assert office.post(page_of(agent, "roles"), {"roles": ["administrator"]}).status_code == 302
    assert browser.get(LIST).status_code == 200
    assert len(happened("staff_changed")) == 1


def test_T21_suspension_ends_sessions_at_once_and_gives_work_back(office, agent, happened):
    browsers = [signed_in_client(agent) for _ in range(2)]
    later = now() + timedelta(minutes=9)
    task = Task.objects.create(
        kind=TaskKind.CALL_BACK, due_at=later, claimed_by=agent, claimed_until=later, assigned_to=agent
    )
    call = Call.objects.create(agent=agent, reason=CallReason.SET_CHOICE)
    office.post(page_of(agent, "suspend"))
    assert [browser.get("/staff/").status_code for browser in browsers] == [302, 302]
    assert [dict(browser.session) for browser in browsers] == [{}, {}]
    task.refresh_from_db()
    call.refresh_from_db()
    assert (task.claimed_by, task.claimed_until, task.assigned_to) == (None, None, None)
    assert (call.state, call.outcome) == ("ended", "cut_off")
    assert len(happened("staff_suspended")) == len(happened("sessions_ended")) == len(happened("call_ended")) == 1
    office.post(page_of(agent, "suspend"))
    assert len(happened("staff_suspended")) == 1


def test_T21_suspended_account_cannot_sign_in_until_it_is_restored(office, agent, client, happened):
    office.post(page_of(agent, "suspend"))
    typed = {"username": agent.username, "password": PASSWORD}
    assert client.post("/staff/sign-in/", typed).status_code == 422
    office.post(page_of(agent, "restore"))
    assert client.post("/staff/sign-in/", typed)["Location"] == "/staff/second-factor/"
    assert len(happened("staff_restored")) == 1


def test_suspension_voids_the_invitation(office, client):
    office.post(f"{LIST}invite/", TYPED)
    link = arrived_link()
    office.post(page_of(StaffUser.objects.get(username="new.person"), "suspend"))
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("step", ["suspend", "restore", "reset"])
def test_nobody_does_this_to_their_own_account(office, administrator, step):
    make_staff(Role.ADMINISTRATOR)
    answer = office.post(page_of(administrator, step))
    assert answer.status_code == 409
    assert "Nobody can do this to their own account" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.has_usable_password()


def test_nobody_changes_their_own_roles(office, administrator):
    assert office.post(page_of(administrator, "roles"), {"roles": ["agent"]}).status_code == 409
    administrator.refresh_from_db()
    assert administrator.roles == ["administrator"]


def test_last_administrator_stays(administrator, office):
    other = make_staff(Role.ADMINISTRATOR)
    StaffUser.objects.filter(pk=administrator.pk).update(is_active=False, suspended_at=now())
    boss = signed_in_client(other)
    assert boss.post(page_of(administrator, "suspend")).status_code == 302  # suspended already
    StaffUser.objects.filter(pk=other.pk).update(roles=["agent"])
    StaffUser.objects.filter(pk=administrator.pk).update(is_active=True, suspended_at=None)
    # Somebody whose right ends while the page is open meets the rule in the action itself.
    with pytest.raises(administration.LastAdministrator):
        administration.suspend(account_id=administrator.public_id, by=SYSTEM, at=now())
    with pytest.raises(administration.LastAdministrator):
        administration.change_roles(account_id=administrator.public_id, roles=[Role.AGENT], by=SYSTEM, at=now())


def test_reset_takes_everything_away_and_invites_again(office, agent, client):
    browser = signed_in_client(agent)
    office.post(page_of(agent, "reset"))
    assert browser.get("/staff/").status_code == 302
    assert not Authenticator.objects.filter(user=agent).exists()
    assert client.post("/staff/sign-in/", {"username": agent.username, "password": PASSWORD}).status_code == 422
    assert Message.objects.filter(kind=MessageKind.INVITATION).count() == 1


def test_account_in_use_is_not_invited_again(office, agent):
    assert office.post(page_of(agent, "invite-again")).status_code == 409
    assert not Message.objects.exists()


@pytest.mark.parametrize("step", ["", "roles", "suspend", "nonsense"])
def test_account_that_is_not_there_is_a_404(office, step):
    path = f"{LIST}00000000-0000-4000-8000-000000000001/{step + '/' if step else ''}"
    assert office.get(path).status_code == 404
    if step:
        assert office.post(path, {"roles": ["agent"]}).status_code == 404


def test_list_is_paged_without_gaps_and_repeats(administrator):
    for _ in range(54):
        make_staff(password=None)
    seen, after, sizes = [], "", []
    while True:
        page = list_accounts(after=after)
        seen += [account.username for account in page.accounts]
        sizes.append(len(page.accounts))
        after = page.after
        if not after:
            break
    assert sizes == [25, 25, 5]
    assert seen == sorted(StaffUser.objects.values_list("username", flat=True))


def test_list_costs_the_same_queries_however_long(office, django_assert_num_queries):
    for _ in range(30):
        give_app(make_staff(Role.AGENT, password=None))
    # Clock, session, account, session kept (3 with its savepoint), the list.
    with django_assert_num_queries(7):
        html = office.get(LIST).content.decode()
    assert "More accounts" in html


def test_first_administrator_comes_by_the_command(client, capsys, settings, db):
    call_command("invite_administrator", "first.one", "first@example.com", "Fay First")
    user = StaffUser.objects.get()
    assert (user.roles, user.has_usable_password()) == (["administrator"], False)
    link = arrived_link()
    assert link in capsys.readouterr().out
    settings.NDOP_DEMO = False
    call_command("invite_administrator", "second.one", "second@example.com", "Sid Second")
    assert "/staff/invitation/" not in capsys.readouterr().out
    with pytest.raises(CommandError, match="another account has this username"):
        call_command("invite_administrator", "first.one", "first@example.com", "Fay First")
    assert client.get(link).status_code == 200
