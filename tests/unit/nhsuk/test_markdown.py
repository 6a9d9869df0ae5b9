"""What authors may write, and the components that it becomes."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndop.nhsuk.markdown import Heading, Problem, Surroundings, render

ALLOWED = {
    "p", "h2", "h3", "ul", "ol", "li", "strong", "em", "code", "pre", "a", "img", "br", "hr", "blockquote",
    "section", "dl", "dt", "dd",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "div", "span", "details", "summary",
    "svg", "path", "h1", "h4", "h5", "h6",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "class", "id", "href", "src", "alt", "width", "height", "scope", "tabindex", "role", "aria-label",
    "aria-hidden", "data-heading", "focusable", "viewbox", "xmlns", "d", "start",
}  # fmt: skip


def link(address):
    if address.startswith(("gps/", "#")):
        return f"/guidance/{address}/"
    raise LookupError(f"nothing at {address}")


def picture(name):
    if name == "img/one.svg":
        return {"src": "/static/img/one.svg", "width": "10", "height": "20"}
    raise LookupError(f"no picture {name}")


UNKNOWN_BOX = "a box that was not opened, or that has no such name, is closed or begun here"
FACTS = {"phone": "0300 <303> & 5678", "fax": "0300 & 1"}
SURROUNDINGS = Surroundings(link=link, picture=picture, facts=FACTS, links={"fax": 'tel:1"'})


def html_of(source):
    found = render(source, SURROUNDINGS)
    assert found.problems == ()
    return " ".join(str(found.html).split())


def problems_of(source):
    return render(source, SURROUNDINGS).problems


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- a", '<ul class="nhsuk-list nhsuk-list--bullet"> <li>a</li> </ul>'),
        ("1. a", '<ol class="nhsuk-list nhsuk-list--number"> <li>a</li> </ol>'),
        ("## A **b**", '<h2 class="nhsuk-heading-m" id="a-b">A <strong>b</strong></h2>'),
        ("[x](gps/a)", '<p><a href="/guidance/gps/a/">x</a></p>'),
        ("[x](https://example.com/)", '<p><a href="https://example.com/">x</a></p>'),
        ("Call [[phone]].", "<p>Call 0300 &lt;303&gt; &amp; 5678.</p>"),
        ("Fax [[fax]].", '<p>Fax <a class="ndop-nowrap" href="tel:1&#34;">0300 &amp; 1</a>.</p>'),
        (
            "![Fax [[fax]]](img/one.svg)",
            '<p><img src="/static/img/one.svg" width="10" height="20" alt="Fax 0300 &amp; 1"></p>',
        ),
        ("`[[phone]]`", "<p><code>[[phone]]</code></p>"),
        ("> Say", '<blockquote class="ndop-say"> <p>Say</p> </blockquote>'),
        ("A term\n: Means", '<dl class="ndop-terms"> <dt id="a-term">A term</dt> <dd>Means</dd> </dl>'),
        ("```\n<b>\n```", '<pre class="ndop-code" tabindex="0"><code>&lt;b&gt; </code></pre>'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)
def test_block_becomes_a_component(source, expected):
    assert html_of(source).strip() == expected


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        ("::: inset\nx\n:::", ['<div class="nhsuk-inset-text">', "Information: </span> <p>x</p> </div>"]),
        ("::: warning W\nx\n:::", ['<h2 class="nhsuk-warning-callout__label">', "Important: </span>W"]),
        ("## H\n\n::: warning W\nx\n:::", ['<h3 class="nhsuk-warning-callout__label">']),
        (
            "::: details D\nx\n:::",
            ['<details class="nhsuk-details"><summary', ">D</span></summary>", "</div></details>"],
        ),
        ("::: do\n- x\n:::", [">Do</h2>", '<ul class="nhsuk-list nhsuk-list--tick"> <li><svg', "ndop-mark--tick"]),
        ("::: dont\n- x\n:::", [">Do not</h2>", '<ul class="nhsuk-list nhsuk-list--cross">', "ndop-mark--cross"]),
        ("::: do When\n- x\n:::", [">When</h2>"]),
        ("::: numbers\n1. x\n:::", ['<ol class="nhsuk-list ndop-steps"> <li>x</li> </ol>']),
        ("::: warning Call [[phone]]\nx\n:::", ["Call 0300 &lt;303&gt; &amp; 5678</span>"]),
    ],
)
def test_box_becomes_a_component(source, pieces):
    html = html_of(source)
    assert [piece for piece in pieces if piece not in html] == []


def test_table_of_two_columns_has_headings_and_a_hidden_name():
    html = html_of("## When\n\n| Who | Age |\n|---|--:|\n| A child | 13 |")
    assert '<table class="ndop-table"><caption class="nhsuk-u-visually-hidden">When</caption>' in html
    assert '<th scope="col">Who</th> <th class="ndop-table__number" scope="col">Age</th>' in html
    assert '<th scope="row">A child</th> <td class="ndop-table__number">13</td>' in html
    assert "style" not in html
    assert "role" not in html


def test_table_with_more_columns_says_in_each_cell_what_heads_it():
    html = html_of("::: table Who & when\n| | **B** | C |\n|---|---|--:|\n| a | b | c |\n:::")
    assert '<table class="ndop-table ndop-table--stacks" role="table"><caption>Who &amp; when</caption>' in html
    assert html.count(' role="rowgroup"') == html.count(' role="row"') == 2
    assert '<td role="cell"></td> <th scope="col" role="columnheader"><strong>B</strong></th>' in html
    assert '<th scope="row" role="rowheader">a</th> <td role="cell" data-heading="B">b</td>' in html
    assert '<td class="ndop-table__number" role="cell" data-heading="C">c</td>' in html


def test_picture_has_words_and_a_size():
    expected = '<img src="/static/img/one.svg" width="10" height="20" alt="A form">'
    assert expected in html_of("![A form](img/one.svg)")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("\n[x](gps2/a)", Problem(2, "nothing at gps2/a")),
        ("![](img/one.svg)", Problem(1, "a picture needs words that say what it shows: ![words](img/name.svg)")),
        ("![x](img/two.svg)", Problem(1, "no picture img/two.svg")),
        ("x\n\n[[post]]", Problem(3, "there is no fact “post”; write one of: fax, phone")),
        ("# T", Problem(1, "headings on a page are ## or ###; the page's title stands in its front matter")),
        ("### T", Problem(1, "the first heading of a page is ##")),
        ("::: warning\nx\n:::", Problem(1, "a box needs a title: ::: warning Title")),
        ("::: numbers\n- x\n:::", Problem(1, "::: numbers holds a list with numbers, and nothing before it")),
        ("::: inset\nx", Problem(1, "::: inset is never closed with :::")),
        (
            "a\n\n::: box\nx\n:::",
            Problem(3, "a box that was not opened, or that has no such name, is closed or begun here"),
        ),
    ],
)
def test_mistake_is_reported_with_its_line(source, problem):
    assert problem in problems_of(source)


def test_dead_link_leaves_its_words():
    assert (
        str(render("Go [there **now**](nowhere).", SURROUNDINGS).html).strip()
        == "<p>Go there <strong>now</strong>.</p>"
    )


def test_headings_have_anchors_of_their_own():
    found = render("## Who\n\n### Who\n\n## Who\n\n## Maincontent\n\n## !", SURROUNDINGS)
    assert found.headings == (
        Heading("who", "Who"), Heading("who-3", "Who"), Heading("maincontent-2", "Maincontent"), Heading("part", "!"),
    )  # fmt: skip
    assert [part.anchor for part in found.parts] == ["who", "who-2", "who-3", "maincontent-2", "part"]
    assert {"who", "who-2", "who-3"} <= found.anchors


def test_text_is_without_markup_and_prose_without_headings():
    found = render("## Who\n\nCall **[[phone]]**\nor [go](gps/a), fax [[fax]].\n\n- one\n\nTerm\n: Means", SURROUNDINGS)
    assert found.text == "Who\n\nCall 0300 <303> & 5678 or go, fax 0300 & 1.\n\none\n\nTerm\n\nMeans"
    assert found.prose == ("Call 0300 <303> & 5678 or go, fax 0300 & 1.", "one", "Means")
    assert found.terms == (Heading("term", "Term"),)


class Outline(HTMLParser):
    """Notes each tag and attribute."""

    def __init__(self):
        super().__init__()
        self.tags, self.names, self.hrefs = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.hrefs |= {value for name, value in attrs if name in {"href", "src"}}


BITS = st.sampled_from([
    ":::", "::: ", "inset", "warning ", "details ", "do", "table ", "numbers", "<script>", "<b onclick=x>", "-->",
    "[", "]", "(", ")", "![", "](", "javascript:alert(1)", "data:text/html,x", "gps/a", "[[phone]]", "[[fax]]", "[[",
    "`", "```", "|", "---", "\n", "\n\n", "# ", "## ", "- ", "1. ", "> ", ": ", "*", "_", "&lt;", "&#x3c;", '"', "'",
    "\\", " ", "    ", "x",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(BITS).map("".join)))
def test_no_author_writes_markup_of_their_own(source):
    outline = Outline()
    outline.feed(str(render(source, SURROUNDINGS).html))
    assert outline.tags <= ALLOWED
    assert outline.names <= ALLOWED_ATTRIBUTES
    assert {href for href in outline.hrefs if not href.startswith(("/", "https://", "mailto:", "tel:"))} == set()
