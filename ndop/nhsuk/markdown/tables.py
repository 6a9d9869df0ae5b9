"""Tables: a name for each, headings of rows and columns, and rows that become lists where columns do not fit."""

from collections.abc import Callable, Sequence

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import escape

FIT_A_PHONE = 2  # columns
TABLE = '<table class="ndop-table{variant}"{role}><caption{hidden}>{name}</caption>\n'
STACKS = " ndop-table--stacks"
HIDDEN = ' class="nhsuk-u-visually-hidden"'
# A browser no longer takes a table for one once its rows are drawn as lists: the roles say that it still is.
GROUPS = {"thead_open": "rowgroup", "tbody_open": "rowgroup", "tr_open": "row"}
ROLES = {"col": "columnheader", "row": "rowheader"}


def settle_table(
    tokens: Sequence[Token], start: int, *, caption: str, heading: str, words_of: Callable[[Token], str]
) -> None:
    """Prepare the table that starts there. Without a caption it bears the name of the heading above it.

    One with many columns has on each cell the words that head its column, which a phone shows beside it.
    """
    end = next(index for index in range(start, len(tokens)) if tokens[index].type == "table_close")
    heads = [words_of(tokens[index + 1]) for index in range(start, end) if tokens[index].type == "th_open"]
    stacks = len(heads) > FIT_A_PHONE
    tokens[start].meta = {"name": caption or heading or "Table", "hidden": not caption, "stacks": stacks}
    for index in range(start, end):
        _settle_cell(tokens, index)
    if stacks:
        _settle_stacks(tokens[start:end], heads)


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


def _settle_stacks(tokens: Sequence[Token], heads: Sequence[str]) -> None:
    column = 0
    for token in tokens:
        if token.type in GROUPS:
            token.attrs = {"role": GROUPS[token.type]}
            column = 0
        elif token.type in {"th_open", "td_open"}:
            token.attrs["role"] = ROLES.get(str(token.attrs.get("scope")), "cell")
            if token.type == "td_open" and "scope" not in token.attrs:
                token.attrs["data-heading"] = heads[column]
            column += 1


def draw_table(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Draw the start of a table."""
    meta = tokens[index].meta
    variant, role = (STACKS, ' role="table"') if meta["stacks"] else ("", "")
    return TABLE.format(variant=variant, role=role, name=escape(meta["name"]), hidden=HIDDEN if meta["hidden"] else "")
