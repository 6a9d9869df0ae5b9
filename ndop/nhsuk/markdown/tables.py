"""Tables: a name for each, headings of rows and columns, and a region that scrolls where there are many columns."""

from collections.abc import Sequence

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import escape

FIT_A_PHONE = 2  # columns
TABLE = '<table class="ndop-table"><caption{hidden}>{name}</caption>\n'
REGION = '<section class="ndop-scroll" tabindex="0" aria-label="{name}">'
HIDDEN = ' class="nhsuk-u-visually-hidden"'


def settle_table(tokens: Sequence[Token], start: int, *, caption: str, heading: str) -> None:
    """Prepare the table that starts there. Without a caption it bears the name of the heading above it."""
    end = next(index for index in range(start, len(tokens)) if tokens[index].type == "table_close")
    columns = sum(token.type == "th_open" for token in tokens[start:end])
    meta = {"name": caption or heading or "Table", "hidden": not caption, "scrolls": columns > FIT_A_PHONE}
    tokens[start].meta = tokens[end].meta = meta
    for index in range(start, end):
        _settle_cell(tokens, index)


def _settle_cell(tokens: Sequence[Token], index: int) -> None:
    token = tokens[index]
    if token.type not in {"th_open", "td_open"}:
        return
    is_number = "right" in str(token.attrs.get("style", ""))
    token.attrs = {"class": "ndop-table__number"} if is_number else {}
    is_head, is_first = token.type == "th_open", tokens[index - 1].type == "tr_open"
    if (is_head or is_first) and tokens[index + 1].content:
        token.tag = tokens[index + 2].tag = "th"
        token.attrs["scope"] = "col" if is_head else "row"
    else:
        token.tag = tokens[index + 2].tag = "td"


def draw_table(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Draw the start of a table."""
    meta = tokens[index].meta
    name = escape(meta["name"])
    table = TABLE.format(name=name, hidden=HIDDEN if meta["hidden"] else "")
    return REGION.format(name=name) + table if meta["scrolls"] else table


def draw_table_end(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Draw the end of a table."""
    return "</table></section>\n" if tokens[index].meta["scrolls"] else "</table>\n"
