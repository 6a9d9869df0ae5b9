"""Every view that says it shows a person: one look, one committed row; no row, no look (T16, I9)."""

import pytest

from registry import audit
from registry.models import AuditEvent
from tests.factories import DemographicsFactory, PreferenceFactory
from tests.integration.people.conftest import PERSONAL, find
from tests.support.addresses import every_address


def look_by_search(client, person):
    typed = {"nhs_number": person.nhs_number.digits, "reason": "complaint"}
    return lambda: client.post("/staff/people/", typed)


def look_at_page(client, person):
    link = find(client, person)
    return lambda: client.get(link)


def look_at_contact(client, person):
    link = find(client, person)
    return lambda: client.post(f"{link}contact/", {"reason": "complaint"})


def look_at_reversal(client, person):
    PreferenceFactory(person=DemographicsFactory(nhs_number=person.nhs_number))
    link = find(client, person)
    return lambda: client.get(f"{link}reverse/")


# How each is looked at, and the event of it. A view that shows a person and is missing here fails the build.
LOOKS = {
    "staff:people-search": (look_by_search, "people_searched"),
    "staff:person-detail": (look_at_page, "person_viewed"),
    "staff:person-contact": (look_at_contact, "person_revealed"),
    "staff:person-reverse": (look_at_reversal, "person_viewed"),
}
each = pytest.mark.parametrize("name", LOOKS)
SHOWN = ("Lovell", "No, do not allow", *PERSONAL)


def shows_person(view):
    return getattr(getattr(view, "view_class", view), "shows_person", False)


def test_T16_every_view_that_shows_a_person_is_tried_here():
    assert {address.name for address in every_address() if shows_person(address.view)} == set(LOOKS)


@each
@pytest.mark.django_db(transaction=True)
def test_T16_I9_one_look_is_one_committed_row(name, supervisor, bench, person):
    prepare, action = LOOKS[name]
    look = prepare(bench, person)
    before = AuditEvent.objects.count()
    answer = look()
    assert answer.status_code == 200
    assert any(words in answer.content.decode() for words in SHOWN)
    [event] = AuditEvent.objects.order_by("pk")[before:]
    assert (event.action, event.actor_kind, event.actor_id, event.reason) == (
        action, "staff", str(supervisor.pk), "complaint",
    )  # fmt: skip
    assert bytes(event.subject) == audit.subject_key(person.nhs_number)
    assert event.details


@each
@pytest.mark.django_db(transaction=True)
def test_T16_I9_without_its_row_there_is_no_look(name, bench, person, audit_refuses):
    prepare, _ = LOOKS[name]
    look = prepare(bench, person)
    with audit_refuses():
        answer = look()
    assert answer.status_code == 503
    assert [words for words in SHOWN if words in answer.content.decode()] == []


@each
@pytest.mark.django_db(transaction=True)
def test_T16_I9_the_row_stays_when_the_page_fails(name, bench, person, monkeypatch):
    prepare, action = LOOKS[name]
    look = prepare(bench, person)
    before = AuditEvent.objects.filter(action=action).count()

    def fail(*_args, **_kwargs):
        raise RuntimeError("the page cannot be drawn")

    monkeypatch.setattr("staff.people.pages.render", fail)
    bench.raise_request_exception = False
    assert look().status_code == 500
    assert AuditEvent.objects.filter(action=action).count() == before + 1
