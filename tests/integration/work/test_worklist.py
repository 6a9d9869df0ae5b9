"""The worklist: who sees what, in which order, how it is narrowed, and what a page costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import Case, CaseState, FormType, Role
from tests.integration.work.conftest import NOON
from tests.support.markup import elements
from tests.support.staff import make_staff, signed_in_client

LIST = "/staff/work/forms/"
MOST_QUERIES = 12
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REFERENCE = re.compile(r'<th scope="row" class="ndop-nowrap">(?:<a [^>]*>)?(\d+-C)')


def shown(answer):
    assert answer.status_code == 200
    return REFERENCE.findall(answer.content.decode())


def references(*cases):
    return [case.reference for case in cases]


def rows(answer):
    """The words of each row of the list, by its reference."""
    found = {}
    for row in answer.content.decode().split("<tr>"):
        if reference := REFERENCE.search(row):
            found[reference[1]] = " ".join(re.sub("<[^>]+>", " ", row).split())
    return found


def follow(client, words, address):
    html = client.get(address).content.decode()
    found = re.search(rf'<a href="([^"]+)">{words}</a>', html)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize(
    ("role", "states"),
    [
        (Role.AGENT, ["to_enter", "to_decide"]),
        (Role.CHECKER, ["to_check", "to_settle", "to_decide"]),
        (Role.SUPERVISOR, ["received", "to_enter", "to_check", "to_settle", "to_decide"]),
    ],
)
def test_worklist_begins_with_what_a_role_works_on(midday, make_case, role, states):
    order = ["received", "to_enter", "to_check", "to_settle", "to_decide"]
    made = {state: make_case(state=state, waited=10 - order.index(state)) for state in order}
    make_case(state=CaseState.TO_ENTER, waited=20).delete()
    client = signed_in_client(make_staff(role))
    assert shown(client.get(LIST)) == references(*(made[state] for state in states))
    assert shown(client.get(LIST, {"state": "open" if role != Role.SUPERVISOR else ""})) == references(*made.values())


def test_worklist_shows_no_form_that_is_decided(midday, as_supervisor, make_case, supervisor):
    make_case(state=CaseState.ACCEPTED, decided_by=supervisor, decided_at=NOON)
    assert "No form waits here." in as_supervisor.get(LIST).content.decode()


def test_T18_worklist_hides_ones_own_work_that_needs_another(midday, make_case):
    both = make_staff(Role.AGENT, Role.CHECKER)
    entered = {"entered_by": both, "entered_at": NOON, "first_keyers": [both.pk]}
    own = make_case(state=CaseState.TO_CHECK, second_check="sample", **entered)
    assert shown(signed_in_client(both).get(LIST)) == []
    assert shown(signed_in_client(make_staff(Role.CHECKER)).get(LIST)) == [own.reference]


def test_worklist_is_oldest_first_and_says_due_in_words(midday, as_agent, make_case):
    wanted = {
        16: "Late 2 days late",
        15: "Late 1 day late",
        14: "Due soon due today",
        13: "Due soon due in 1 day",
        10: "Due soon due in 4 days",
        9: "In time due in 5 days",
        0: "In time due in 14 days",
    }
    made = {waited: make_case(waited=waited) for waited in reversed(wanted)}
    answer = as_agent.get(LIST)
    assert shown(answer) == references(*(made[waited] for waited in wanted))
    for waited, words in wanted.items():
        assert words in rows(answer)[made[waited].reference]


def test_worklist_row_says_what_whose_and_who_has_it(midday, as_agent, agent, other_agent, make_case):
    until = NOON + timedelta(minutes=20)
    theirs = make_case(form_type=FormType.DETAINED, claimed_by=other_agent, claimed_until=until)
    mine = make_case(assigned_to=agent, claimed_by=agent, claimed_until=until)
    ended = make_case(claimed_by=other_agent, claimed_until=NOON)
    answer = as_agent.get(LIST)
    found = rows(answer)
    assert "Detained and secure estate To be entered 16 February 2027" in found[theirs.reference]
    assert "Nobody Tom Okafor, until 12:20pm" in found[theirs.reference]
    assert f"Priya Fenwick You, until 12:20pm Give back {mine.reference}" in found[mine.reference]
    assert "until" not in found[ended.reference]
    html = answer.content.decode()
    assert f'<a href="/staff/forms/{theirs.public_id}/">{theirs.reference}</a>' in html
    assert f'<a href="/staff/forms/{mine.public_id}/key/">{mine.reference}</a>' in html
    assert f"{ended.reference}</a>" in html


FILTERED = {
    "state=to_decide": {"decide"},
    "type=detained": {"detained"},
    "who=me": {"mine"},
    "who=nobody": {"decide", "detained", "late", "soon", "today"},
    "due=late": {"late"},
    "due=soon": {"soon", "today"},
    "due=in_time": {"decide", "detained", "mine", "theirs"},
    "due=1": {"today"},
    "due=3": {"today", "soon"},
    "due=3&type=detained": set(),
}


@pytest.fixture
def varied(agent, other_agent, make_case):
    return {
        "decide": make_case(state=CaseState.TO_DECIDE),
        "detained": make_case(form_type=FormType.DETAINED),
        "mine": make_case(assigned_to=agent),
        "theirs": make_case(assigned_to=other_agent),
        "late": make_case(waited=15),
        "soon": make_case(waited=11),
        "today": make_case(waited=14),
    }


@pytest.mark.parametrize("query", FILTERED)
def test_worklist_is_narrowed_by_codes_in_its_address(midday, as_agent, varied, query):
    answer = as_agent.get(f"{LIST}?{query}")
    assert set(shown(answer)) == set(references(*(varied[name] for name in FILTERED[query])))


def test_worklist_is_narrowed_to_one_person(midday, as_supervisor, other_agent, varied):
    assert shown(as_supervisor.get(LIST, {"who": str(other_agent.public_id)})) == [varied["theirs"].reference]


@pytest.mark.parametrize(
    "query",
    ["state=x", "type=x", "who=1", "who=x", "due=x", "after=x", "before=1", "state=accepted",
     "after=00000000-0000-4000-8000-000000000001", "state=%00"],
)  # fmt: skip
def test_worklist_refuses_what_is_no_filter_and_no_place(as_agent, query):
    assert as_agent.get(f"{LIST}?{query}").status_code == 400


def without_hidden_words(html):
    """Return the page as eyes see it: a count's link also says of what, for those who hear it."""
    return re.sub('<span class="nhsuk-u-visually-hidden">[^<]*</span>', "", html)


def test_worklist_counts_by_state_and_clock(midday, as_agent, make_case):
    for state, waited in [("to_enter", 15), ("to_enter", 14), ("to_enter", 1), ("to_enter", 2), ("to_decide", 20)]:
        make_case(state=state, waited=waited)
    make_case(state="to_check", waited=9)
    html = as_agent.get(LIST).content.decode()
    table = html[html.index("ndop-counts") : html.index("Forms, oldest first")]
    words = " ".join(re.sub("<[^>]+>", " ", without_hidden_words(table)).split())
    assert "Late Due soon In time All To be entered 1 1 2 4 To be decided 1 0 0 1 All of these 2 1 2 5" in words
    links = {link["href"] for link in elements(table, "a")}
    assert f"{LIST}?state=to_enter&due=late" in links


@pytest.mark.parametrize(("waiting", "words"), [(1003, "1,000 or more"), (999, "999")])
def test_worklist_counts_no_further_than_a_thousand(midday, as_agent, make_cases, waiting, words):
    make_cases([1] * waiting)
    html = as_agent.get(LIST).content.decode()
    assert without_hidden_words(html).count(f">{words}</a>") == 4


@pytest.mark.parametrize("query", ["", "?who=nobody", "?state=to_enter"])
def test_T17_worklist_is_paged_by_25_without_gaps_and_repeats(midday, as_agent, make_cases, query):
    made = sorted(make_cases([days % 4 for days in range(60)]), key=lambda case: (case.received_on, case.pk))
    seen, address, places = [], f"{LIST}{query}", []
    while address:
        page = shown(as_agent.get(address))
        assert len(page) <= 25
        seen += page
        places.append(page)
        last, address = address, follow(as_agent, "Newer forms", address)
    assert seen == references(*made)
    for earlier in reversed(places[:-1]):
        last = follow(as_agent, "Older forms", last)
        assert shown(as_agent.get(last)) == earlier
    assert follow(as_agent, "Older forms", last) == ""


def test_worklist_beyond_its_end_leads_to_the_start(midday, as_agent, make_case):
    case = make_case()
    html = as_agent.get(LIST, {"after": case.public_id}).content.decode()
    assert "There are no more forms here." in html
    assert "From the start" in html


def test_T17_worklist_addresses_hold_no_id_that_can_be_counted(midday, as_supervisor, make_cases):
    made = make_cases([1] * 30)
    html = as_supervisor.get(LIST).content.decode()
    for link in elements(html[html.index("<main") : html.index("</main")], "a"):
        assert not re.search(r"\d", UUID.sub("", link["href"])), link["href"]
    assert f'value="{made[0].pk}"' not in html


def cost_of_the_list(client, query):
    client.get(LIST)
    with CaptureQueriesContext(connection) as found:
        assert client.get(f"{LIST}?{query}").status_code == 200
    return len(found)


@pytest.mark.parametrize("query", ["", "who=nobody&due=in_time&type=self"])
def test_worklist_costs_the_same_queries_for_10_and_for_2000(midday, as_supervisor, make_cases, query):
    make_cases([1] * 10)
    few = cost_of_the_list(as_supervisor, query)
    # Clock, session, account, session kept (3 with its savepoint), clock, people, ids, rows, counts.
    assert few <= MOST_QUERIES
    make_cases([days % 20 for days in range(1990)])
    assert Case.objects.count() == 2000
    assert cost_of_the_list(as_supervisor, query) == few
    after = Case.objects.order_by("received_on", "pk")[100].public_id
    assert cost_of_the_list(as_supervisor, f"{query}&after={after}") == few + 1


def test_take_next_leads_to_the_page_of_its_state(as_agent, agent, make_case):
    case = make_case()
    answer = as_agent.post(reverse("staff:take-next"))
    assert (answer.status_code, answer["Location"]) == (302, f"/staff/forms/{case.public_id}/key/")
    case.refresh_from_db()
    assert case.claimed_by == agent


def test_take_next_says_when_there_is_nothing(midday, as_agent):
    answer = as_agent.post(reverse("staff:take-next"), follow=True)
    assert "There is no form for you to take now." in answer.content.decode()


def test_take_next_is_not_offered_to_who_works_on_none(midday, as_supervisor):
    assert "Take the next form" not in as_supervisor.get(LIST).content.decode()


def test_give_back_frees_the_form_and_keeps_the_filters(midday, as_agent, agent, make_case):
    case = make_case(claimed_by=agent, claimed_until=NOON + timedelta(minutes=5))
    answer = as_agent.post(f"{reverse('staff:give-back', args=[case.public_id])}?due=in_time&x=1")
    assert answer["Location"] == f"{LIST}?due=in_time"
    case.refresh_from_db()
    assert case.claimed_by is None
