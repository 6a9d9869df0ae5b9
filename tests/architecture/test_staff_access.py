"""Every address of the back office, as every role, by GET and POST: refused where it should be, else not (T20)."""

import tomllib

import pytest
from django.apps import apps
from django.test import Client

from registry.clock import now
from registry.models import AuditEvent, Role
from registry.permissions import ROLES, NotPermitted, Permission, check, may
from tests.support.addresses import every_address
from tests.support.sources import ROOT
from tests.support.staff import make_staff, signed_in_client

MATRIX = tomllib.loads((ROOT / "tests/architecture/staff_matrix.toml").read_text())
WANTED, ALLOWED = MATRIX["addresses"], MATRIX["roles"]
STAFF = [address for address in every_address() if address.name.startswith("staff:")]
CLOSED = [address for address in STAFF if WANTED.get(address.name) != "stranger"]
SIGN_IN = "/staff/sign-in/"
by_address = pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.name)
by_method = pytest.mark.parametrize("method", ["get", "post"])


def ask(client, method, address):
    client.raise_request_exception = False
    return getattr(client, method)(address.path)


def quick_staff(*roles, **columns):
    """An account that no password opens, which costs no slow hash."""
    return make_staff(*roles, password=None, **columns)


def is_allowed(role, address):
    wanted = WANTED[address.name]
    return wanted == "anyone" or wanted in ALLOWED[role]


def refusals():
    return list(AuditEvent.objects.filter(action="access_refused").values_list("actor_id", "object_id"))


def is_sent_to_sign_in(answer):
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def test_T20_every_staff_address_is_in_the_matrix_and_no_other():
    assert set(WANTED) == {address.name for address in STAFF}


def test_T20_matrix_asks_for_permissions_that_exist():
    assert set(WANTED.values()) <= {"anyone", "stranger", *Permission.values}


def test_T20_only_addresses_marked_so_are_open_to_strangers():
    public = {address.name for address in STAFF if not getattr(address.view, "login_required", True)}
    assert public == {name for name, wanted in WANTED.items() if wanted == "stranger"}


@pytest.mark.parametrize("role", Role)
def test_T20_role_may_do_what_the_matrix_says_and_nothing_else(role):
    assert {permission.value for permission in ROLES[role]} == set(ALLOWED[role])


def test_T20_matrix_has_every_role():
    assert set(ALLOWED) == set(Role.values)


def test_T20_every_permission_belongs_to_a_role():
    assert set().union(*ALLOWED.values()) == set(Permission.values)


@pytest.mark.django_db
@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_T20_permission_is_given_by_the_role_and_taken_by_suspension(role, permission):
    user = quick_staff(role)
    assert may(user, permission) is (permission.value in ALLOWED[role])
    user.is_active = False
    assert not may(user, permission)
    with pytest.raises(NotPermitted):
        check(user, permission)


@pytest.mark.django_db
@by_address
@by_method
@pytest.mark.parametrize("role", Role)
def test_T20_address_opens_to_the_roles_of_the_matrix_only(address, method, role):
    user = quick_staff(role)
    answer = ask(signed_in_client(user), method, address)
    # Signing out leads to the sign-in because it was allowed.
    assert not is_sent_to_sign_in(answer) or address.name == "staff:sign-out"
    if is_allowed(role, address):
        assert answer.status_code < 500
        assert answer.status_code != 403
        assert refusals() == []
    else:
        assert answer.status_code == 403
        assert refusals() == [(str(user.pk), address.name[:40])]


@pytest.mark.django_db
@by_address
@by_method
def test_T20_address_is_closed_to_an_account_without_a_role(address, method):
    user = quick_staff()
    answer = ask(signed_in_client(user), method, address)
    if WANTED[address.name] == "anyone":
        assert answer.status_code < 500
        assert answer.status_code != 403
    else:
        assert answer.status_code == 403
        assert refusals() == [(str(user.pk), address.name[:40])]


@pytest.mark.django_db
@by_address
@by_method
def test_T20_address_sends_a_stranger_to_the_sign_in(address, method):
    assert is_sent_to_sign_in(ask(Client(), method, address))


@pytest.mark.django_db
@by_address
@by_method
def test_T21_address_is_closed_to_a_leaver_whose_session_lives_on(address, method):
    user = quick_staff(*Role.values)
    client = signed_in_client(user)
    user.is_active, user.suspended_at = False, now()
    user.save()
    assert is_sent_to_sign_in(ask(client, method, address))


@pytest.mark.django_db
def test_T21_role_taken_away_closes_the_next_page():
    user = quick_staff(Role.SUPERVISOR)
    client = signed_in_client(user)
    listed = "/staff/messages/undelivered/"
    assert client.get(listed).status_code == 200
    user.roles = [Role.AGENT]
    user.save()
    assert client.get(listed).status_code == 403


def test_django_admin_is_not_installed():
    assert not apps.is_installed("django.contrib.admin")
