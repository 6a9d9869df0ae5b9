"""Data flows: described once, said otherwise, put away; and never another organisation's."""

import pytest

from registry.models import DataFlow, OrganisationRole
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_member, make_organisation
from tests.support.members import member_client
from tests.support.sent_lists import at

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Diabetes in the north",
    "purpose": "planning",
    "purpose_detail": "How many nurses are needed",
    "legal_basis": "regulation_5",
    "basis_reference": "26/CAG/0009",
    "recipient": "University of Testing",
}


@pytest.fixture
def person():
    return make_member(None, OrganisationRole.MANAGE, OrganisationRole.CHECK)


@pytest.fixture
def client(person):
    return member_client(person)


def in_use(person):
    return DataFlow.objects.filter(organisation=person.organisation, archived_at=None)


def test_flow_is_described_and_shown(client, person):
    assert client.post(at("flow-new"), TYPED)["Location"] == at("flow-list")
    flow = in_use(person).get()
    assert {name: getattr(flow, name) for name in TYPED} == TYPED
    page = client.get(at("flow-list")).text
    assert all(words in page for words in ("Diabetes in the north", "26/CAG/0009", "Planning and improving services"))


def test_flow_described_on_the_way_to_a_check_is_chosen_there(client, person):
    answer = client.post(at("flow-new") + "?for=check", TYPED)
    assert answer["Location"] == at("check-new") + f"?flow={in_use(person).get().public_id}"


@pytest.mark.parametrize("name", TYPED)
def test_every_answer_is_asked_for_and_the_others_are_kept(client, person, name):
    answer = client.post(at("flow-new"), TYPED | {name: " "})
    assert answer.status_code == 422
    assert "<title>Error: Add a data flow" in answer.text
    kept = "recipient" if name != "recipient" else "name"
    assert TYPED[kept] in answer.text
    assert not in_use(person).exists()


def test_name_is_used_once(client, person):
    make_flow(person.organisation, name=TYPED["name"])
    answer = client.post(at("flow-new"), TYPED)
    assert answer.status_code == 422
    assert "You have a data flow of this name already" in answer.text


def test_changed_flow_leaves_the_words_of_earlier_checks(client, person):
    old = make_flow(person.organisation, **TYPED)
    check = make_check(person.organisation, flow=old)
    page = client.get(at("flow-change", old.public_id)).text
    assert 'value="26/CAG/0009"' in page
    client.post(at("flow-change", old.public_id), TYPED | {"recipient": "Somebody else"})
    assert in_use(person).get().recipient == "Somebody else"
    check.refresh_from_db()
    assert check.flow.recipient == TYPED["recipient"]


def test_flow_that_is_saved_as_it_was_stays(client, person):
    old = make_flow(person.organisation, **TYPED)
    client.post(at("flow-change", old.public_id), TYPED)
    assert in_use(person).get() == old


def test_flow_that_is_put_away_is_not_offered_any_more(client, person):
    flow = make_flow(person.organisation)
    for _ in range(2):
        assert client.post(at("flow-archive", flow.public_id)).status_code == 302
    assert flow.name not in client.get(at("check-new")).text
    assert f"{flow.name}, put away on" in client.get(at("flow-list")).text
    assert client.get(at("flow-change", flow.public_id)).status_code == 404


def test_T28_flows_of_another_organisation_do_not_exist(client):
    other = make_flow(make_organisation())
    assert client.get(at("flow-change", other.public_id)).status_code == 404
    assert client.post(at("flow-change", other.public_id), TYPED).status_code == 404
    assert client.post(at("flow-archive", other.public_id)).status_code == 404
    other.refresh_from_db()
    assert other.archived_at is None
    assert other.name not in client.get(at("flow-list")).text


def test_who_only_checks_sees_flows_and_changes_none():
    person = make_member(None, OrganisationRole.CHECK)
    flow, client = make_flow(person.organisation), member_client(person)
    page = client.get(at("flow-list")).text
    assert flow.name in page
    assert "Add a data flow" not in page
    assert client.post(at("flow-new"), TYPED).status_code == 403
    assert client.post(at("flow-archive", flow.public_id)).status_code == 403
    assert "describe it first" not in client.get(at("check-new")).text


def test_flow_list_costs_the_same_for_one_and_for_many(client, person, django_assert_num_queries):
    for count in (1, 20):
        for _ in range(count):
            make_flow(person.organisation)
        # Session and person, flows in use and put away; then the session is saved.
        with django_assert_num_queries(8):
            client.get(at("flow-list"))
