"""A pile of scans in a browser with its script: dropped or chosen, sent one by one, each with its line."""

import pytest
from playwright.sync_api import expect

from registry.models import Case, Role, Scan
from tests.support.scans import as_file, page
from tests.support.staff import make_staff
from tests.system.patience import LONG_PATIENCE

pytestmark = pytest.mark.xdist_group("receive-pile")
PILE = "/staff/forms/receive/pile/"


def picture(name: str, code: str = "") -> dict[str, object]:
    data = as_file("PNG", page(name, code, size=(620, 877)))
    return {"name": name, "mimeType": "image/png", "buffer": data}


@pytest.fixture
def shown(sit_down):
    opened = sit_down(make_staff(Role.AGENT))
    opened.goto(PILE)
    return opened


def test_A17_pile_is_sent_file_by_file_and_says_how_far_it_is(shown):
    status = shown.locator("[data-pile] [role=status]")
    expect(status).to_be_attached()
    expect(status).to_be_empty()
    shown.locator("[name=arrived_by][value=post]").check()
    files = [picture("new.png", "NDO1:F:self"), picture("none.png"), {**picture("x.png"), "name": "<b>bad.pdf"}]
    shown.locator("input[type=file]").set_input_files(files)
    sent = []
    shown.on("request", lambda request: sent.append(request.method) if request.url.endswith(PILE) else None)
    shown.get_by_role("button", name="Send").click()
    expect(status).to_have_text("Done: 3 files", timeout=LONG_PATIENCE)
    assert sent == ["POST"] * 3
    lines = shown.locator("[data-table] tbody tr")
    expect(lines).to_have_count(3)
    expect(lines.nth(0)).to_contain_text("New case, by its code")
    expect(lines.nth(0).get_by_role("link")).to_have_text(Case.objects.get().reference)
    expect(lines.nth(1)).to_contain_text("to be filed by hand")
    expect(lines.nth(2)).to_contain_text("<b>bad.pdf")
    expect(lines.nth(2)).to_contain_text("Refused")
    assert shown.locator("progress").evaluate("bar => bar.value === bar.max")


def test_pile_with_a_wrong_day_shows_the_error_and_sends_nothing(shown):
    before = Scan.objects.count()
    shown.locator("[name=received_on_year]").fill("2999")
    shown.locator("[name=arrived_by][value=post]").check()
    shown.locator("input[type=file]").set_input_files([picture("one.png"), picture("two.png")])
    with shown.expect_navigation():
        shown.get_by_role("button", name="Send").click()
    expect(shown.get_by_role("alert")).to_contain_text("Date received must be today or in the past")
    assert Scan.objects.count() == before
