"""Boxes: `::: name Title` … `:::`. Each becomes a component of the design system."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import escape
from mdit_py_plugins.container import container_plugin

OPENING = {
    "inset": '<div class="nhsuk-inset-text"><span class="nhsuk-u-visually-hidden">Information: </span>\n',
    "warning": (
        '<div class="nhsuk-warning-callout"><{level} class="nhsuk-warning-callout__label"><span role="text">'
        '<span class="nhsuk-u-visually-hidden">Important: </span>{title}</span></{level}>\n'
    ),
    "details": (
        '<details class="nhsuk-details"><summary class="nhsuk-details__summary">'
        '<span class="nhsuk-details__summary-text">{title}</span></summary>\n<div class="nhsuk-details__text">\n'
    ),
    "do": '<div class="nhsuk-do-dont-list"><{level} class="nhsuk-do-dont-list__label">{title}</{level}>\n',
    "dont": '<div class="nhsuk-do-dont-list"><{level} class="nhsuk-do-dont-list__label">{title}</{level}>\n',
    "numbers": "",
    "table": "",
}
CLOSING = {"details": "</div></details>\n", "numbers": "", "table": ""}
TITLES = {"do": "Do", "dont": "Do not"}
NEEDS_TITLE = ("warning", "details", "table")
# What must stand first, and alone, in a box; and how to say it to the author.
HOLDS = {
    "numbers": ("ordered_list_open", "a list with numbers"),
    "do": ("bullet_list_open", "a list with bullets"),
    "dont": ("bullet_list_open", "a list with bullets"),
    "table": ("table_open", "a table"),
}


def name_of(token: Token) -> str:
    """Return the box's name, or nothing when a token neither opens nor closes one."""
    return token.type.split("_")[1] if token.type.startswith("container_") else ""


def title_of(token: Token) -> str:
    """Return what stands behind the box's name."""
    name = name_of(token)
    return token.info.strip()[len(name) :].strip() or TITLES.get(name, "")


def use_containers(parser: MarkdownIt) -> None:
    """Let the parser read and draw every box."""
    for name in OPENING:
        container_plugin(parser, name, render=_draw)


def _draw(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return CLOSING.get(name_of(token), "</div>\n")
    return OPENING[name_of(token)].format(level=token.meta["level"], title=escape(token.meta["title"]))
