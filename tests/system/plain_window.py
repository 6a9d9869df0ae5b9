"""A window without a browser: the server's HTML, its forms filled in and sent, its redirects followed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.system.visitor import Visitor

# Every browser says with a form which site it comes from.
FROM_HERE = {"origin": "http://127.0.0.1"}
SEND = "(//main//form//button[@type='submit'])[1]"


@dataclass(frozen=True)
class Answer:
    """The server's HTML at the end of any redirects."""

    status: int
    url: str
    text: str


class PlainWindow:
    """No style, no script, no picture: and so many times quicker than a browser."""

    def __init__(self) -> None:
        self.shown = Answer(0, "/", "")
        self.tree = html.Element("html")
        self._files: dict[str, SimpleUploadedFile] = {}

    @property
    def path(self) -> str:
        return urlsplit(self.shown.url).path

    def sit_down(self, visitor: Visitor) -> None:
        """Begin anew with the visitor's session. Forged posts are refused, as from a browser."""
        self.client = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"}, raise_request_exception=False)
        for cookie in visitor.cookies():
            self.client.cookies[cookie["name"]] = cookie["value"]

    def goto(self, path: str) -> Answer:
        return self._show(self.client.get(path, follow=True))

    def has(self, path: str) -> bool:
        """Whether this is an address of our own that gives something, without going there."""
        if path.startswith("data:"):
            return True
        if not path.startswith("/"):
            return False
        answer = self.client.get(path)
        answer.close()
        return answer.status_code == 200

    def choose_file(self, name: str, data: bytes) -> None:
        (field,) = self.tree.xpath("//main//input[@type='file']/@name")
        self._files[field] = SimpleUploadedFile(name, data)

    def forget_cookies(self) -> None:
        self.client.cookies.clear()

    def send(self, answers: dict[str, str]) -> Answer:
        """Fill in the form of the first button and press it."""
        (button,) = self.tree.xpath(SEND)
        form = next(button.iterancestors("form"))
        for name, value in answers.items():
            form.fields[name] = value
        for field in form.xpath(".//input[not(@value)][not(@type='radio' or @type='checkbox')]"):
            field.set("value", "")
        typed = form.form_values()
        if button.get("name"):
            typed.append((button.get("name"), button.get("value", "")))
        address = button.get("formaction") or form.get("action") or self.shown.url
        return self._submit(form, address, typed)

    def _submit(self, form: html.FormElement, address: str, typed: list[tuple[str, str]]) -> Answer:
        if form.method == "GET":
            return self.goto(f"{address.partition('?')[0]}?{urlencode(typed)}")
        if form.get("enctype") == "multipart/form-data":
            parts: dict[str, list[Any]] = {}
            for name, value in [*typed, *self._files.items()]:
                parts.setdefault(name, []).append(value)
            return self._show(self.client.post(address, parts, follow=True, headers=FROM_HERE))
        kind = "application/x-www-form-urlencoded"
        return self._show(
            self.client.post(address, urlencode(typed), content_type=kind, follow=True, headers=FROM_HERE)
        )

    def _show(self, response: Any) -> Answer:
        query = response.request["QUERY_STRING"]
        url = response.request["PATH_INFO"] + (f"?{query}" if query else "")
        self.shown = Answer(response.status_code, url, response.content.decode())
        self.tree, self._files = html.document_fromstring(self.shown.text), {}
        return self.shown
