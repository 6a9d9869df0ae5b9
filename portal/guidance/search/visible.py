"""The words that a page shows between its `main` tags."""

from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = frozenset(
    {
        "address",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "li",
        "main",
        "ol",
        "p",
        "section",
        "table",
        "td",
        "th",
        "ul",
    }
)
UNSEEN = frozenset({"script", "style", "svg"})


@dataclass(frozen=True)
class Visible:
    """The first heading of a page, and its other words."""

    title: str
    text: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self.blocks: list[list[str]] = [[]]
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in {"main", "h1", *UNSEEN}:
            self._inside.append(tag)
        if tag in BLOCKS:
            self.blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)
        if tag in BLOCKS:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        if "main" not in self._inside or UNSEEN.intersection(self._inside):
            return
        (self.title if "h1" in self._inside else self.blocks[-1]).append(data)


def visible(html: str) -> Visible:
    """Return what a visitor reads of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    blocks = (" ".join("".join(block).split()) for block in reader.blocks)
    return Visible(" ".join("".join(reader.title).split()), "\n\n".join(filter(None, blocks)))
