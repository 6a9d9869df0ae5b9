"""From a list to a receipt that anyone can check: in parts with a script, in one piece without."""

from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from registry.actions.checks.running import run_check
from registry.models import Check, OrganisationPerson, Upload
from tests.factories.organisations import make_flow, make_member
from tests.support.lists import list_of, numbers, opt_out
from tests.support.members import member_client
from tests.support.sent_lists import at
from tests.system.patience import LONG_PATIENCE
from tests.system.visitor import Visitor

pytestmark = pytest.mark.xdist_group("list-upload")
PART = 50
_turns = count(1)


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> None:
    settings.CHECKS_DIR, settings.UPLOAD_PART_BYTES = tmp_path, PART


@pytest.fixture
def person(transactional_db) -> OrganisationPerson:
    member = make_member()
    make_flow(member.organisation)
    return member


@pytest.fixture
def seat(person) -> Visitor:
    visitor = Visitor()
    member_client(person, visitor.client)
    return visitor


@pytest.fixture
def shown(new_context, seat) -> Page:
    return new_context(seat).new_page()


@pytest.fixture
def people() -> list[str]:
    """Twelve people of whom the third opted out; others at each turn, as the tests share a record."""
    found = numbers(12, start=2000 + 20 * next(_turns))
    opt_out(found[2])
    return found


def payload(data: bytes, name: str = "list.csv") -> dict[str, object]:
    return {"name": name, "mimeType": "text/csv", "buffer": data}


def fill_in(page: Page, data: bytes) -> None:
    page.goto(at("check-new"))
    page.locator("main [name=flow]").check()
    page.locator("main [type=file]").set_input_files(payload(data))


def saved(page: Page, words: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_text(words, exact=True).click()
    return Path(download.value.path()).read_bytes()


def send(page: Page) -> None:
    page.get_by_role("button", name="Check this file").click()


def check_of(page: Page, person: OrganisationPerson) -> Check:
    """Wait for the page of the check."""
    page.wait_for_url("**/organisations/checks/*-*/", timeout=LONG_PATIENCE)
    return Check.objects.get(organisation=person.organisation)


def test_A17_list_goes_in_parts_and_ends_in_a_receipt_that_can_be_checked(shown, person, people):
    fill_in(shown, list_of(people))
    parts = []
    shown.on("request", lambda one: parts.append(one.method) if one.url.endswith("/parts/") else None)
    expect(shown.locator("[data-upload-said]")).to_be_attached()
    expect(shown.locator("[data-upload-said]")).to_be_empty()
    send(shown)
    check = check_of(shown, person)
    assert parts == ["GET", "POST", "POST", "POST"]
    expect(shown.get_by_role("heading", name="Waiting to be checked")).to_be_visible()
    run_check(check.pk)
    expect(shown.get_by_role("heading", name="Done", exact=True)).to_be_visible(timeout=LONG_PATIENCE)
    expect(shown.locator("[data-check-said]")).to_have_text("Done")
    result, receipt = saved(shown, "Download the result"), saved(shown, "Download the receipt")
    assert result == list_of([*people[:2], *people[3:]])
    shown.goto(at("receipts"))
    shown.get_by_label("Receipt", exact=True).set_input_files(payload(receipt, "receipt.jws"))
    shown.get_by_label("Result", exact=True).set_input_files(payload(result))
    shown.get_by_role("button", name="Check").click()
    expect(shown.locator("[data-finding] .ndop-finding__box--good")).to_be_visible()


def test_upload_goes_on_by_itself_after_a_broken_line(shown, person, people):
    fill_in(shown, list_of(people))
    breaks = iter([False, True, True, False])

    def break_some(route: Route) -> None:
        route.abort() if next(breaks, False) else route.continue_()

    shown.route("**/parts/", break_some)
    send(shown)
    expect(shown.locator("[data-upload-said]")).to_have_text("The connection is broken. We keep trying.")
    check = check_of(shown, person)
    assert check.input_bytes == len(list_of(people))


def test_upload_is_carried_on_after_a_reload_with_the_same_file_alone(shown, person, people):
    data = list_of(people)
    fill_in(shown, data)
    answered = iter([True, True])
    shown.route("**/parts/", lambda route: route.continue_() if next(answered, False) else route.abort())
    send(shown)
    expect(shown.locator("[data-upload-figures]")).to_have_text("34% sent")
    shown.once("dialog", lambda dialog: dialog.accept())
    shown.goto(at("check-new"))
    shown.unroute("**/parts/")
    shown.get_by_role("link", name="Carry on with list.csv").click()
    expect(shown.get_by_text("34%")).to_be_visible()
    shown.locator("main [type=file]").set_input_files(payload(data[:-1]))
    shown.get_by_role("button", name="Carry on").click()
    expect(shown.locator("[data-upload-problem]")).to_have_text("This is another file. Choose list.csv as it was.")
    shown.locator("main [type=file]").set_input_files(payload(data))
    shown.get_by_role("button", name="Carry on").click()
    check_of(shown, person)
    assert Upload.objects.get(person=person).received == len(data)


def test_what_is_wrong_is_said_as_without_a_script_and_the_file_stays_chosen(shown, watches, people):
    shown.goto(at("check-new"))
    shown.locator("main [type=file]").set_input_files(payload(list_of(people)))
    send(shown)
    expect(shown.locator(".nhsuk-error-summary")).to_be_focused()
    assert shown.title().startswith("Error: ")
    assert shown.locator("main [type=file]").evaluate("input => input.files[0].name") == "list.csv"
    assert [problem[:9] for problem in watches[0].problems] == ["asset 422"]
    watches[0].forget()
    shown.locator("main [name=flow]").check()
    send(shown)
    expect(shown.get_by_role("heading", name="Waiting to be checked")).to_be_visible()


def test_upload_can_be_cancelled(shown, person, people):
    fill_in(shown, list_of(people))
    shown.route("**/parts/", lambda route: None)
    send(shown)
    shown.get_by_role("button", name="Cancel the upload").click()
    shown.wait_for_url("**" + at("check-new"))
    assert not Upload.objects.filter(person=person).exists()


def test_list_without_a_script_ends_in_a_result(new_context, seat, person, people):
    page = new_context(seat, java_script_enabled=False).new_page()
    fill_in(page, list_of(people))
    send(page)
    run_check(check_of(page, person).pk)
    page.get_by_role("link", name="See how far it is").click()
    assert saved(page, "Download the result") == list_of([*people[:2], *people[3:]])
