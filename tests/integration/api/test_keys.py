import time
from datetime import timedelta

import pytest
from django.db import connection

from registry.actions.organisations.keys import (
    CannotRotate,
    KeyRefused,
    NewKey,
    authenticate,
    make_key,
    revoke_key,
    rotate_key,
)
from registry.clock import now
from registry.models import ApiScope, AuditAction, AuditEvent
from registry.parties import organisation_person
from registry.queries.api_keys import KeyNotFound, keys_of
from tests.factories.organisations import make_member, make_organisation

pytestmark = pytest.mark.django_db
HOME = "192.0.2.7"


@pytest.fixture
def organisation():
    return make_organisation()


def made(organisation, **columns):
    new = NewKey(**{"name": "Night run", "scopes": (ApiScope.CHECK,)} | columns)
    person = make_member(organisation)
    return make_key(organisation, new, made_by=person, by=organisation_person(person.pk), at=now())


def call(secret, address=HOME, certificate=""):
    return authenticate(secret, address=address, certificate_sha256=certificate)


def refusal(*arguments):
    with pytest.raises(KeyRefused) as refused:
        call(*arguments)
    return refused.value.reason


def test_T28_only_a_keyed_hash_of_a_secret_is_kept(organisation):
    key, secret = made(organisation)
    assert len(secret) == len("ndo_live_") + 43
    assert secret.startswith(key.hint)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text, position(convert_to(%s, 'UTF8') IN t.key_hash) FROM registry_apikey t", [secret]
        )
        text, place = cursor.fetchone()
    assert secret not in text
    assert place == 0
    assert AuditEvent.objects.get(action=AuditAction.KEY_MADE).object_id == str(key.public_id)


def test_key_opens_for_its_organisation_in_one_statement(organisation, django_assert_num_queries):
    key, secret = made(organisation)
    with django_assert_num_queries(1):
        called = call(secret)
    assert called.key == key
    assert called.key.organisation == organisation
    assert called.key.organisation.requests_per_minute == organisation.requests_per_minute
    assert called.key.scopes == ["check"]
    assert (called.requests.used, called.requests.left, called.numbers.used) == (1, 599, 0)


def test_secret_of_nobody_is_refused(organisation):
    made(organisation)
    assert refusal("ndo_live_" + "A" * 43) == "unknown"
    assert not AuditEvent.objects.filter(action=AuditAction.KEY_REFUSED).exists()


def test_T28_a_revoked_key_is_refused_at_the_next_call(organisation):
    key, secret = made(organisation)
    call(secret)
    started = time.monotonic()
    revoke_key(organisation, key.public_id, by=organisation_person(1), at=now())
    assert refusal(secret) == "revoked"
    assert time.monotonic() - started < 1
    assert AuditEvent.objects.filter(action=AuditAction.KEY_REVOKED).count() == 1


def test_revoking_twice_changes_nothing(organisation):
    key, _ = made(organisation)
    first = revoke_key(organisation, key.public_id, by=organisation_person(1), at=now()).revoked_at
    assert revoke_key(organisation, key.public_id, by=organisation_person(1), at=now()).revoked_at == first
    assert AuditEvent.objects.filter(action=AuditAction.KEY_REVOKED).count() == 1


def test_key_ends_by_itself(organisation, database_clock):
    _, secret = made(organisation, lasts=timedelta(days=2))
    database_clock.move(timedelta(days=2, seconds=-5))
    call(secret)
    database_clock.move(timedelta(days=2, seconds=5))
    assert refusal(secret) == "expired"


def test_suspension_of_the_organisation_bites_at_the_next_call(organisation):
    _, secret = made(organisation)
    organisation.suspended_at = now()
    organisation.save()
    assert refusal(secret) == "suspended"


@pytest.mark.parametrize(
    ("address", "fits"),
    [("192.0.2.7", True), ("2001:db8::9", True), ("192.0.3.7", False), ("::1", False)],
)
def test_T28_key_may_be_pinned_to_networks(organisation, address, fits):
    _, secret = made(organisation, networks=("192.0.2.0/24", "2001:db8::/32"))
    assert (call(secret, address) is not None) if fits else refusal(secret, address) == "network"


def test_key_may_be_pinned_to_a_certificate(organisation):
    _, secret = made(organisation, certificate_sha256="ab" * 32)
    assert refusal(secret, HOME, "cd" * 32) == "certificate"
    assert refusal(secret, HOME, "") == "certificate"
    assert call(secret, HOME, "AB" * 32).key.certificate_sha256 == "ab" * 32


def test_refusals_are_written_down_once_a_minute(organisation, database_clock):
    key, secret = made(organisation)
    revoke_key(organisation, key.public_id, by=organisation_person(1), at=now())
    for _ in range(3):
        refusal(secret)
    database_clock.move(timedelta(seconds=61))
    refusal(secret)
    events = AuditEvent.objects.filter(action=AuditAction.KEY_REFUSED)
    assert [(event.reason, event.object_id) for event in events] == [("revoked", str(key.public_id))] * 2


def test_last_use_is_noted_at_most_once_a_minute(organisation, database_clock):
    key, secret = made(organisation)
    call(secret)
    key.refresh_from_db()
    first = key.last_used_at
    assert first is not None
    call(secret)
    key.refresh_from_db()
    assert key.last_used_at == first
    database_clock.move(timedelta(seconds=61))
    call(secret)
    key.refresh_from_db()
    assert key.last_used_at > first


def test_rotation_leaves_no_gap(organisation, database_clock, settings):
    old, old_secret = made(organisation, networks=("192.0.2.0/24",))
    new, new_secret = rotate_key(organisation, old.public_id, made_by=None, by=organisation_person(1), at=now())
    assert new_secret != old_secret
    assert (new.networks, new.scopes, new.name) == (old.networks, old.scopes, old.name)
    assert call(old_secret).key == old
    assert call(new_secret).key == new
    database_clock.move(settings.API_KEY_OVERLAP + timedelta(seconds=5))
    assert refusal(old_secret) == "expired"
    assert call(new_secret).key == new


def test_key_that_has_ended_is_not_rotated(organisation):
    key, _ = made(organisation)
    revoke_key(organisation, key.public_id, by=organisation_person(1), at=now())
    with pytest.raises(CannotRotate):
        rotate_key(organisation, key.public_id, made_by=None, by=organisation_person(1), at=now())


def test_T28_keys_of_others_do_not_exist(organisation):
    key, secret = made(organisation)
    other = make_organisation()
    assert keys_of(other) == []
    for act in (revoke_key, lambda *where, **who: rotate_key(*where, made_by=None, **who)):
        with pytest.raises(KeyNotFound):
            act(other, key.public_id, by=organisation_person(1), at=now())
    assert call(secret).key == key


def test_calls_beyond_the_limit_are_not_allowed_until_the_minute_ends(organisation, database_clock):
    organisation.requests_per_minute = 2
    organisation.save()
    _, secret = made(organisation)
    assert [call(secret).requests.is_allowed for _ in range(4)] == [True, True, False, False]
    last = call(secret)
    assert last.requests.left == 0
    assert timedelta(0) < last.requests.ends_at - last.at <= timedelta(seconds=60)
    database_clock.move(timedelta(seconds=61))
    assert call(secret).requests.left == 1
