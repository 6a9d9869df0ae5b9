"""Goes through a page's tokens once: gives blocks their classes, headings their anchors, and notes what is wrong."""

from collections.abc import Callable, Sequence

from django.utils.text import slugify
from markdown_it.token import Token

from ndop.nhsuk.markdown.containers import HOLDS, NEEDS_TITLE, TITLES, name_of, title_of
from ndop.nhsuk.markdown.inline import settle, with_facts
from ndop.nhsuk.markdown.tables import settle_table
from ndop.nhsuk.markdown.words import Heading, Notes

CLASSES = {
    "bullet_list_open": "nhsuk-list nhsuk-list--bullet",
    "ordered_list_open": "nhsuk-list nhsuk-list--number",
    "blockquote_open": "ndop-say",
    "dl_open": "ndop-terms",
}
IN_BOXES = {
    ("numbers", "ordered_list_open"): "nhsuk-list ndop-steps",
    ("do", "bullet_list_open"): "nhsuk-list nhsuk-list--tick",
    ("dont", "bullet_list_open"): "nhsuk-list nhsuk-list--cross",
}
ICONS = {"do": "tick", "dont": "cross"}
NOT_PROSE = ("heading_open", "dt_open")


class Blocks:
    """One page's tokens, on their way to being drawn."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str], notes: Notes) -> None:
        self._tokens, self._lines, self._notes = tokens, lines, notes
        self._boxes: list[Token] = []
        self._settlers: dict[str, Callable[[int, Token], None]] = {
            "heading_open": self._heading,
            "inline": self._inline,
            "dt_open": self._term,
            "table_open": self._table,
            "list_item_open": self._item,
        }

    def settle(self) -> None:
        """Put every token right."""
        for index, token in enumerate(self._tokens):
            if token.map:
                self._notes.line = token.map[0] + 1
            if name_of(token):
                self._box(index, token)
            settler = self._settlers.get(token.type, self._plain)
            settler(index, token)

    def _plain(self, _index: int, token: Token) -> None:
        box = name_of(self._boxes[-1]) if self._boxes else ""
        known = IN_BOXES.get((box, token.type)) or CLASSES.get(token.type)
        if known:
            token.attrSet("class", known)

    def _words(self, line: Token) -> str:
        """Put a line of tokens right the first time it is asked for, and return its words."""
        if "words" not in line.meta:
            line.meta["words"] = settle(line.children or (), self._notes)
        return str(line.meta["words"])

    def _inline(self, index: int, token: Token) -> None:
        words = self._words(token)
        if words:
            self._notes.blocks.append((words, self._tokens[index - 1].type not in NOT_PROSE))
        if any(line.lstrip().startswith(":::") for line in token.content.splitlines()):
            self._notes.complain("a box that was not opened, or that has no such name, is closed or begun here")

    def _heading(self, index: int, token: Token) -> None:
        words = self._words(self._tokens[index + 1])
        anchor = self._anchor(words)
        if token.tag not in {"h2", "h3"}:
            self._notes.complain("headings on a page are ## or ###; the page's title stands in its front matter")
        if token.tag == "h3" and not self._notes.headings:
            self._notes.complain("the first heading of a page is ##")
        self._notes.parts.append(Heading(anchor, words))
        if token.tag == "h2":
            self._notes.headings.append(Heading(anchor, words))
        token.attrs = {"class": "nhsuk-heading-m" if token.tag == "h2" else "nhsuk-heading-s", "id": anchor}

    def _term(self, index: int, token: Token) -> None:
        words = self._words(self._tokens[index + 1])
        token.attrs = {"id": self._anchor(words)}
        self._notes.terms.append(Heading(str(token.attrs["id"]), words))

    def _anchor(self, words: str) -> str:
        name = first = slugify(words) or "part"
        number = 1
        while name in self._notes.anchors:
            number += 1
            name = f"{first}-{number}"
        self._notes.anchors.add(name)
        return name

    def _table(self, index: int, _token: Token) -> None:
        box = self._boxes[-1] if self._boxes else None
        caption = str(box.meta["title"]) if box and name_of(box) == "table" else ""
        above = self._notes.headings[-1].text if self._notes.headings else ""
        settle_table(self._tokens, index, caption=caption, heading=above, words_of=self._words)

    def _item(self, _index: int, token: Token) -> None:
        box = name_of(self._boxes[-1]) if self._boxes else ""
        token.meta = {"icon": ICONS.get(box, "")}

    def _box(self, index: int, token: Token) -> None:
        if token.nesting == -1:
            self._boxes.pop()
            return
        title = with_facts(title_of(token), self._notes)
        token.meta = {"title": title, "level": "h3" if self._notes.headings else "h2"}
        self._boxes.append(token)
        if title and title not in TITLES.values():
            self._notes.blocks.append((title, False))
        self._check_box(index, token, title)

    def _check_box(self, index: int, token: Token, title: str) -> None:
        name = name_of(token)
        if name in NEEDS_TITLE and not title:
            self._notes.complain(f"a box needs a title: ::: {name} Title")
        first, words = HOLDS.get(name, ("", ""))
        if first and self._tokens[index + 1].type != first:
            self._notes.complain(f"::: {name} holds {words}, and nothing before it")
        if not self._is_closed(token):
            self._notes.complain(f"::: {name} is never closed with :::")

    def _is_closed(self, token: Token) -> bool:
        end = token.map[1] if token.map else len(self._lines)
        return end < len(self._lines) and self._lines[end].strip(" >").startswith(":::")
