"""A new NHS number must not lose the choice (trust.md F38, H-10)."""

import pytest

from registry.actions.identity_checks import contact_for
from registry.actions.merges import CannotSupersede, supersede_number
from registry.actions.messages import send_message
from registry.clock import now
from registry.models import (
    AuditAction,
    AuditEvent,
    ChangeKind,
    Message,
    MessageChannel,
    Person,
    PostRoomItem,
    ProxyRole,
    Source,
    Status,
    WorkState,
)
from registry.parties import SYSTEM, Proxy
from registry.queries.preferences import current_preference, history
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory, make_nhs_number
from tests.support.invariants import broken_histories

pytestmark = pytest.mark.django_db


def people():
    return PersonFactory(), PersonFactory()


def choose(person, status, **more):
    details = DemographicsFactory(nhs_number=person.nhs_number, date_of_birth=person.date_of_birth)
    return PreferenceFactory(person=details, status=status, **more)


def merge(old, current):
    return supersede_number(old=old.nhs_number, current=current.nhs_number, by=SYSTEM, at=now())


@pytest.mark.parametrize(
    ("before", "standing", "expected", "kind"),
    [
        (Status.OPTED_OUT, None, Status.OPTED_OUT, ChangeKind.FIRST),
        (Status.ALLOWED, None, Status.ALLOWED, ChangeKind.FIRST),
        (Status.OPTED_OUT, Status.ALLOWED, Status.OPTED_OUT, ChangeKind.CHANGE),
        (Status.OPTED_OUT, Status.OPTED_OUT, Status.OPTED_OUT, None),
        (Status.ALLOWED, Status.OPTED_OUT, Status.OPTED_OUT, None),
        (None, Status.OPTED_OUT, Status.OPTED_OUT, None),
        (None, None, None, None),
    ],
)
def test_F38_the_stricter_choice_follows_the_person(before, standing, expected, kind):
    old, current = people()
    for person, status in ((old, before), (current, standing)):
        if status:
            choose(person, status)
    change = merge(old, current)
    assert (change.kind if change else None) == kind
    for number in (old.nhs_number, current.nhs_number):
        preference = current_preference(number)
        assert (preference.status if preference else None) == expected
    assert broken_histories() == []


def test_F38_both_histories_stay_and_the_merge_is_audited():
    old, current = people()
    choose(old, Status.OPTED_OUT)
    choose(current, Status.ALLOWED)
    merge(old, current)
    assert [row.after_status for row in history(current.nhs_number)] == [Status.ALLOWED, Status.OPTED_OUT]
    assert old.nhs_number in {row.nhs_number for row in type(history(current.nhs_number)[0]).objects.all()}
    assert AuditEvent.objects.filter(action=AuditAction.NUMBER_SUPERSEDED).count() == 1


def test_F38_merging_twice_writes_once():
    old, current = people()
    choose(old, Status.OPTED_OUT)
    assert merge(old, current) is not None
    assert merge(old, current) is None
    assert len(history(current.nhs_number)) == 1


def test_F38_a_proxy_is_carried_over_with_the_choice():
    old, current = people()
    proxy = Proxy(ProxyRole.POWER_OF_ATTORNEY, "Made Up Attorney", "attorney@example.com")
    choose(old, Status.OPTED_OUT, party=proxy, source=Source.PAPER)
    change = merge(old, current)
    assert (change.proxy_role, change.proxy_name, change.consenting_party) == (proxy.role, proxy.name, None)


def test_F38_a_confirmation_that_waited_through_the_merge_goes_out():
    old, current = people()
    choose(old, Status.OPTED_OUT, confirm_by=[MessageChannel.SMS])
    merge(old, current)
    message = Message.objects.get()
    send_message(str(message.pk))
    message.refresh_from_db()
    assert message.state == WorkState.DONE
    assert PostRoomItem.objects.get().recipient == contact_for(current, MessageChannel.SMS)


def test_F38_numbers_that_would_lead_in_a_circle_are_refused():
    old, current = people()
    merge(old, current)
    with pytest.raises(CannotSupersede):
        merge(current, old)
    with pytest.raises(CannotSupersede):
        merge(current, current)
    assert Person.objects.get(pk=current.pk).superseded_by is None


def test_F38_an_unknown_old_number_is_refused():
    current = PersonFactory()
    with pytest.raises(CannotSupersede):
        supersede_number(old=make_nhs_number(88_001), current=current.nhs_number, by=SYSTEM, at=now())
