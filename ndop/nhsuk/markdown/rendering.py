"""From Markdown to HTML. Nothing that an author writes becomes markup of their own."""

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.deflist import deflist_plugin

from ndop.nhsuk.markdown.blocks import Blocks
from ndop.nhsuk.markdown.containers import use_containers
from ndop.nhsuk.markdown.inline import draw_fact_link, fact_rule
from ndop.nhsuk.markdown.tables import draw_table
from ndop.nhsuk.markdown.words import Notes, Rendered, Surroundings

CODE = '<pre class="ndop-code" tabindex="0"><code>{text}</code></pre>\n'
ICON = (
    '<svg class="ndop-mark--{name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16"'
    ' height="16" focusable="false" aria-hidden="true"><path d="{path}"/></svg>'
)
PATHS = {
    "tick": "M4.5 12.5l5 5 10-10.5-2-2-8 8.5-3-3z",
    "cross": "M6 4l6 6 6-6 2 2-6 6 6 6-2 2-6-6-6 6-2-2 6-6-6-6z",
}


def render(source: str, surroundings: Surroundings) -> Rendered:
    """Turn one page's words into HTML. Never fails: what is wrong with the words is among its problems."""
    notes = Notes(surroundings)
    env = {"notes": notes}
    tokens = _parser().parse(source, env)
    Blocks(tokens, source.splitlines(), notes).settle()
    html = Markup(_parser().renderer.render(tokens, _parser().options, env))  # noqa: S704 - all of it was escaped
    return Rendered(
        html=html,
        text="\n\n".join(words for words, _ in notes.blocks),
        prose=tuple(words for words, is_prose in notes.blocks if is_prose),
        headings=tuple(notes.headings),
        parts=tuple(notes.parts),
        terms=tuple(notes.terms),
        anchors=frozenset(notes.anchors),
        problems=tuple(notes.problems),
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    parser.enable("table").disable(["code", "html_block", "html_inline"])
    parser.use(deflist_plugin)
    use_containers(parser)
    parser.inline.ruler.before("link", "fact", fact_rule)
    for name, draw in {
        "fence": _draw_code,
        "fact_link": draw_fact_link,
        "list_item_open": _draw_item,
        "table_open": draw_table,
        "link_open": _draw_link,
        "link_close": _draw_link,
    }.items():
        parser.add_render_rule(name, draw)
    return parser


def _draw_code(_r: RendererHTML, tokens: Sequence[Token], index: int, _o: OptionsDict, _e: EnvType) -> str:
    return CODE.format(text=escape(tokens[index].content))


def _draw_item(_r: RendererHTML, tokens: Sequence[Token], index: int, _o: OptionsDict, _e: EnvType) -> str:
    icon = tokens[index].meta["icon"]
    return "<li>" + (ICON.format(name=icon, path=PATHS[icon]) if icon else "")


def _draw_link(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Draw a link that leads somewhere; of one that does not, only its words stay."""
    return "" if tokens[index].hidden else renderer.renderToken(tokens, index, options, env)
