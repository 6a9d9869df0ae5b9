"""What stands within a line: facts, links and pictures."""

import re
from collections.abc import Sequence

from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import escape

from ndop.nhsuk.markdown.words import Notes

FACT = re.compile(r"\[\[([a-z_]+)\]\]")
FACT_LINK = '<a class="ndop-nowrap" href="{href}">{words}</a>'
ELSEWHERE = ("https://", "mailto:", "tel:")
PICTURE_ATTRIBUTES = ("src", "width", "height")


def fact_rule(state: StateInline, silent: bool) -> bool:
    """Read `[[name]]`, before a link is looked for."""
    found = FACT.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("fact", "", 0).content = found[1]
    state.pos = found.end()
    return True


def with_facts(text: str, notes: Notes) -> str:
    """Put facts into words that are not Markdown, such as the title of a box."""
    return FACT.sub(lambda found: notes.fact(found[1]), text)


def settle(tokens: Sequence[Token], notes: Notes, *, may_link: bool = True) -> str:
    """Put facts, links and pictures of one line of tokens right, and return its words."""
    dead_links: list[bool] = []
    for token in tokens:
        if token.type == "fact":
            _settle_fact(token, notes, may_link=may_link)
        elif token.type == "link_open":
            dead_links.append(not _settle_link(token, notes))
        elif token.type == "link_close" and dead_links.pop():
            token.hidden = True
        elif token.type == "image":
            _settle_picture(token, notes)
    return words_of(tokens)


def words_of(tokens: Sequence[Token]) -> str:
    """Return the words of a line of tokens, without markup."""
    pieces = {"softbreak": " ", "hardbreak": " "}
    words = (words_of(t.children) if t.children else pieces.get(t.type, t.content) for t in tokens)
    return " ".join("".join(words).split())


def _settle_fact(token: Token, notes: Notes, *, may_link: bool) -> None:
    """Put in what the name stands for; as a link where it leads somewhere. Markdown reads no fact inside a link."""
    href = notes.surroundings.links.get(token.content, "")
    token.type, token.content = "text", notes.fact(token.content)
    if href and may_link:
        token.type, token.attrs = "fact_link", {"href": href}


def draw_fact_link(_r: RendererHTML, tokens: Sequence[Token], index: int, _o: OptionsDict, _e: EnvType) -> str:
    """Draw a fact that can be followed, such as a phone number; it is never broken across lines."""
    return FACT_LINK.format(href=escape(tokens[index].attrs["href"]), words=escape(tokens[index].content))


def _settle_link(token: Token, notes: Notes) -> bool:
    """Put a link's address right. False, and nothing is left to follow, when it leads nowhere."""
    href = str(token.attrs.get("href", ""))
    try:
        token.attrs = {"href": href if href.startswith(ELSEWHERE) else notes.surroundings.link(href)}
    except LookupError as error:
        notes.complain(str(error.args[0]))
        token.hidden = True
    return not token.hidden


def _settle_picture(token: Token, notes: Notes) -> None:
    words = settle(token.children or (), notes, may_link=False)
    if not words:
        notes.complain("a picture needs words that say what it shows: ![words](img/name.svg)")
    try:
        found = notes.surroundings.picture(str(token.attrs.get("src", "")))
        token.attrs = {name: found[name] for name in PICTURE_ATTRIBUTES if name in found}
        token.attrs["alt"] = words
    except LookupError as error:
        notes.complain(str(error.args[0]))
        token.type, token.children, token.content = "text", None, words
