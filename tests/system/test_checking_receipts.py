"""The browser's own check of a receipt finds what the command finds, and sends nothing anywhere."""

import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Page, expect

from registry import receipts
from registry.receipts import REFUSALS
from registry.receipts.findings import Finding
from tests.support.receipts import LIST, LONG_AGO, RESULT, claims
from tests.system.organisations.receipts import payload

pytestmark = pytest.mark.xdist_group("checking-receipts")
PAGE = "/organisations/receipts/"


def signed(**changes):
    return receipts.sign(claims(**changes))


def altered():
    head, _, signature = signed().split(".")
    return f"{head}.{signed(position=8).split('.')[1]}.{signature}"


@override_settings(RECEIPT_KEYS=(("other", "bmRvcC1hLXJlY2VpcHQta2V5LW9mLTMyLWJ5dGVzLTA="),))
def with_another_key():
    return signed()


# What is given (a receipt and a file), and what both must find.
CASES = {
    "result": (signed, RESULT, Finding.RESULT),
    "crlf around the receipt": (lambda: f"\r\n{signed()}\r\n", RESULT, Finding.RESULT),
    "list": (signed, LIST, Finding.LIST),
    "another file": (signed, RESULT + b"\n", Finding.NEITHER),
    "empty file": (signed, b"", Finding.NEITHER),
    "expired by the clock": (lambda: signed(valid_until=LONG_AGO), RESULT, Finding.EXPIRED),
    "said to be expired": (lambda: signed(expired=True), RESULT, Finding.EXPIRED),
    "test": (lambda: signed(test=True), RESULT, Finding.TEST),
    "receipt alone": (signed, None, Finding.RECEIPT_ALONE),
    "altered": (altered, RESULT, REFUSALS["altered"]),
    "signature cut off": (lambda: signed()[:-20], RESULT, REFUSALS["altered"]),
    "another key": (with_another_key, RESULT, REFUSALS["unknown-key"]),
    "no receipt": (lambda: "reference,K7M2-9QXR-4T", RESULT, REFUSALS["no-receipt"]),
    "token of another kind": (lambda: "e30.e30.e30", RESULT, REFUSALS["other-kind"]),
}


def by_command(folder: Path, receipt: str, data: bytes | None) -> tuple[int, str]:
    (folder / "receipt.jws").write_text(receipt)
    files = [str(folder / "receipt.jws")]
    if data is not None:
        (folder / "result.csv").write_bytes(data)
        files.append(str(folder / "result.csv"))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_receipt", *files, stdout=out)
    return ended.value.code, out.getvalue()


def by_page(page: Page, receipt: str, data: bytes | None) -> str:
    page.get_by_label("Receipt", exact=True).set_input_files([payload("receipt.jws", receipt)])
    page.get_by_label("Result", exact=True).set_input_files([] if data is None else [payload("result.csv", data)])
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status").get_by_role("heading")).to_be_visible()
    return page.get_by_role("status").inner_text()


def in_shell(folder: Path, commands: str) -> str:
    return subprocess.run(["/bin/sh"], input=commands, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def shown(page: Page) -> Page:
    page.goto(PAGE)
    return page


def test_browser_and_command_find_the_same(shown, tmp_path):
    for name, (make, data, found) in CASES.items():
        receipt = make()
        code, said = by_command(tmp_path, receipt, data)
        seen = by_page(shown, receipt, data)
        title = found.title if isinstance(found, Finding) else Finding.REFUSED.title
        begins, _, ends = (found.words if isinstance(found, Finding) else found).partition("{until}")
        assert code == (found.exit_code if isinstance(found, Finding) else Finding.REFUSED.exit_code), name
        for text in (said, seen):
            assert title in text, name
            assert begins.strip() in text, name
            assert ends in text, name
        assert shown.get_by_text("What the receipt says").is_visible() == isinstance(found, Finding), name


def test_receipt_is_shown_as_text_and_in_london_time(shown):
    by_page(shown, signed(as_of="2026-06-30T23:05:00+00:00"), RESULT)
    expect(shown.locator("[data-claims]")).to_contain_text("Môn & <b>Gwynedd</b> Trust (RX1)")
    expect(shown.locator("[data-claims]")).to_contain_text("1 July 2026, 12:05am")
    for instant, words in {"2026-01-05T12:00:00+00:00": "midday", "2026-06-30T23:00:00+00:00": "midnight"}.items():
        by_page(shown, signed(as_of=instant), RESULT)
        expect(shown.locator("[data-claim=as_of]")).to_contain_text(words)


def test_nothing_of_the_files_is_sent(shown):
    asked = []
    shown.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    assert Finding.RESULT.title in by_page(shown, signed(), RESULT)
    assert [(method, url.partition("/.")[2], data) for method, url, data in asked] == [
        ("GET", "well-known/data-opt-out-receipt-keys.json", None)
    ]


def choose_by_key(shown, field, file):
    expect(field).to_be_focused()
    # A key opens the chooser only of what has been drawn.
    shown.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    with shown.expect_file_chooser() as chooser:
        shown.keyboard.press("Enter")
    chooser.value.set_files([file])


def test_receipt_is_checked_by_keyboard_alone(shown):
    receipt, result = shown.get_by_label("Receipt", exact=True), shown.get_by_label("Result", exact=True)
    # As long as somebody listens, the browser asks us; in between it would open a window that nobody closes.
    shown.on("filechooser", lambda _: None)
    receipt.focus()
    choose_by_key(shown, receipt, payload("receipt.jws", signed()))
    shown.keyboard.press("Tab")
    choose_by_key(shown, result, payload("result.csv", RESULT))
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("status")).to_contain_text(Finding.RESULT.title)


def test_receipt_that_is_not_chosen_is_asked_for(shown):
    shown.get_by_role("button", name="Check").click()
    expect(shown.get_by_role("status")).to_have_text("Choose a receipt first.")
    expect(shown.get_by_label("Receipt", exact=True)).to_be_focused()


def test_dropped_files_find_their_places_by_what_they_hold(shown):
    dropped = shown.evaluate_handle(
        """([receipt, result]) => {
            const files = new DataTransfer();
            files.items.add(new File([result], "receipt.jws"));
            files.items.add(new File([receipt], "result.csv"));
            return files;
        }""",
        [signed(), RESULT.decode()],
    )
    shown.locator("[data-form]").dispatch_event("drop", {"dataTransfer": dropped})
    expect(shown.get_by_role("status")).to_contain_text(Finding.RESULT.title)


def test_without_script_the_page_says_how_and_its_commands_work(new_context, tmp_path):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(PAGE)
    assert page.locator("noscript strong").is_visible()
    assert not page.get_by_label("Receipt", exact=True).is_visible()
    pem, signature, reading, hashing = page.locator("ol pre").all_text_contents()
    (tmp_path / "key.pem").write_text(pem)
    (tmp_path / "receipt.jws").write_text(signed() + "\n")
    (tmp_path / "result.csv").write_bytes(RESULT)
    done = in_shell(tmp_path, signature + reading + hashing)
    assert "Signature Verified Successfully" in done
    assert done.count(claims()["result"]["sha256"]) == 2
    (tmp_path / "receipt.jws").write_text(altered())
    assert "Signature Verified Successfully" not in in_shell(tmp_path, signature)
