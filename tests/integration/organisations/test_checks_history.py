"""The history: 25 a page, both ways, filtered; and how far a check is."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from portal.organisations.checks.shown import PICTURE_WIDTH, shown
from portal.organisations.checks.words import NEXT, size_words
from portal.organisations.sessions import SEEN
from registry.clock import now
from registry.models import Check, CheckProblem, OrganisationRole, WorkState
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_member
from tests.support.finished_checks import finished_check
from tests.support.members import member_client
from tests.support.sent_lists import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path


@pytest.fixture
def person():
    return make_member()


@pytest.fixture
def client(person):
    return member_client(person)


def shown_in(page, checks):
    return [check for check in checks if check.reference in page]


def link(page, words):
    """The address behind a link, or nothing."""
    before, found, _ = page.partition(f">{words}<")
    return before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&") if found else ""


def test_history_goes_both_ways_25_a_page_newest_first(client, person):
    flow = make_flow(person.organisation)
    checks = [make_check(person.organisation, flow=flow) for _ in range(51)][::-1]
    address, pages = at("check-list"), []
    while address:
        pages.append(client.get(address).text)
        address = link(pages[-1], "Next: older checks")
    assert [shown_in(page, checks) for page in pages] == [checks[:25], checks[25:50], checks[50:]]
    order = [pages[0].index(check.reference) for check in checks[:25]]
    assert order == sorted(order)
    back = client.get(link(pages[2], "Previous: newer checks")).text
    assert shown_in(back, checks) == checks[25:50]
    first = client.get(link(back, "Previous: newer checks")).text
    assert shown_in(first, checks) == checks[:25]
    assert not link(first, "Previous: newer checks")


def test_history_is_filtered_by_flow_and_kind_and_keeps_the_filter(client, person):
    flows = [make_flow(person.organisation), make_flow(person.organisation, archived_at=now())]
    flows[1].archived_at = None
    make_flow(person.organisation)
    mine = [make_check(person.organisation, flow=flows[0], is_test=True) for _ in range(26)]
    others = [make_check(person.organisation, flow=flows[0])]
    chosen = f"?flow={flows[0].public_id}&mode=test"
    page = client.get(at("check-list") + chosen).text
    assert len(shown_in(page, mine)) == 25
    assert shown_in(page, others) == []
    older = client.get(link(page, "Next: older checks")).text
    assert shown_in(older, [*mine, *others]) == mine[:1]
    assert f"{flows[1].name} (put away)" in page
    assert "No check is like this" in client.get(at("check-list") + f"?flow={flows[1].public_id}").text
    assert len(shown_in(client.get(at("check-list") + "?flow=nonsense&mode=x&before=y").text, mine)) == 24


def test_history_costs_the_same_for_one_check_and_for_many(client, person, django_assert_num_queries):
    for count in (1, 24):
        for _ in range(count):
            finished_check(person.organisation, asked_by=person)
        # Session and person, flows in use and put away, checks; then the session is saved.
        with django_assert_num_queries(10):
            client.get(at("check-list"))


def test_T29_flagged_check_looks_to_its_organisation_like_any_other(client, person):
    first, second = finished_check(person.organisation), finished_check(person.organisation)
    pages = [at("check-detail", second.public_id), at("check-list")]
    before = [what_is_read(client.get(page).text) for page in pages]
    Check.objects.filter(pk=second.pk).update(resembles=first, reviewed_at=now())
    assert [what_is_read(client.get(page).text) for page in pages] == before
    assert all(second.reference in text for text in before)


def what_is_read(text):
    """The page without its tokens and clocks, which are new each time."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", main)


def working(organisation):
    check = make_check(organisation, input_bytes=1000)
    claim = {"claim_id": uuid4(), "lease_until": now() + timedelta(hours=1)}
    Check.objects.filter(pk=check.pk).update(state=WorkState.CLAIMED, done_bytes=420, done_lines=34, **claim)
    return check


def test_progress_says_how_far_it_is_and_is_never_cached(client, person):
    answer = client.get(at("check-progress", working(person.organisation).public_id))
    assert "42%, 34 lines so far" in answer.text
    assert 'data-said="Being checked: 40%"' in answer.text
    assert "data-over" not in answer.text
    assert "<html" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_T23_asking_how_far_it_is_keeps_no_session_alive(client, person):
    check = working(person.organisation)
    session = client.session
    session[SEEN] = (now() - timedelta(minutes=5)).isoformat()
    session.save()
    seen = client.session[SEEN]
    client.get(at("check-progress", check.public_id))
    assert client.session[SEEN] == seen
    client.get(at("check-detail", check.public_id))
    assert client.session[SEEN] > seen


def test_all_lines_of_a_list_stand_in_the_table_and_fill_the_picture(person):
    check = finished_check(person.organisation, lines=30, headers=1, removed=10, superseded=3, superseded_removed=1)
    found = shown(check, now())
    assert sum(line.count for line in found.lines) == 30
    assert sum(part.count for part in found.picture) == 30
    assert found.released == 1 + 12 + 1 + 2
    assert [part.start for part in found.picture] == [0, 533, 900]
    assert sum(part.width for part in found.picture) == PICTURE_WIDTH


def test_every_problem_has_something_to_do_next():
    assert set(NEXT) == set(CheckProblem)


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1536, "1.5 kB"), (2 * 1024**3, "2 GB"), (1024**2, "1 MB")],
)
def test_size_in_words(size, words):
    assert size_words(size) == words


def test_receipts_are_seen_by_those_who_only_see_receipts():
    person = make_member(None, OrganisationRole.RECEIPTS)
    check, client = finished_check(person.organisation), member_client(person)
    page = client.get(at("check-detail", check.public_id)).text
    assert "Download the receipt" in page
    assert "Download the result" not in page
    assert "Check a file" not in client.get(at("check-list")).text
    assert client.get(at("check-new")).status_code == 403
