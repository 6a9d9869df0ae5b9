"""The page on which anyone checks a receipt: at first, and with what it found."""

from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import FilePayload, expect

from registry import receipts
from registry.receipts.findings import Finding
from tests.support.receipts import LONG_AGO, RESULT, claims
from tests.system.state import State
from tests.system.visitor import Visitor
from tests.system.windows import BrowserWindow, Shown, Window


def payload(name: str, data: bytes | str) -> FilePayload:
    """Give a file to the browser."""
    plain = data.encode() if isinstance(data, str) else data
    return {"name": name, "mimeType": "application/octet-stream", "buffer": plain}


@dataclass(frozen=True)
class Checked(State):
    """The page once the browser has checked a receipt that has expired."""

    def open(self, window: Window, visitor: Visitor) -> Shown:
        answer = super().open(window, visitor)
        assert isinstance(window, BrowserWindow)
        page = window.page
        receipt = receipts.sign(claims(valid_until=LONG_AGO))
        page.get_by_label("Receipt", exact=True).set_input_files([payload("receipt.jws", receipt)])
        page.get_by_label("Result", exact=True).set_input_files([payload("result.csv", RESULT)])
        page.get_by_role("button", name="Check").click()
        expect(page.get_by_role("status")).to_contain_text(Finding.EXPIRED.title)
        return answer


VIEW = "organisations:receipts"
STATES = (
    State("organisation-receipts", VIEW, lambda _: reverse(VIEW)),
    Checked("organisation-receipts-expired", VIEW, lambda _: reverse(VIEW), needs_script=True),
)
