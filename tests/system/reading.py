"""What is read from a page's HTML, in the words that somebody sees."""

from dataclasses import dataclass

from lxml import html

BLOCKS = {
    "address", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "legend", "li", "ol", "p", "pre", "section", "summary",
    "table", "td", "th", "tr", "ul",
}  # fmt: skip
UNSEEN = {"script", "style", "template", "svg"}
HEADINGS = "//h1 | //h2 | //h3 | //h4 | //h5 | //h6"
TEXTS = (
    "//main//p | //main//li | //main//h2 | //main//dd | //main//legend | //main//label"
    " | //main//*[contains(concat(' ', @class, ' '), ' nhsuk-hint ')]"
)
ASSETS = "//link[contains('stylesheet icon mask-icon manifest apple-touch-icon', @rel)]/@href | //*[@src]/@src"


@dataclass(frozen=True)
class Facts:
    """A page's title, language, headings, links and sentences, and the addresses of what it loads."""

    title: str
    lang: str
    h1: list[str]
    levels: list[int]
    help: list[str]
    links: list[tuple[str, str]]
    sentences: list[str]
    assets: list[str]


def read(page: html.HtmlElement) -> Facts:
    """Read a page that was parsed."""
    headings = [heading for heading in page.xpath(HEADINGS) if next(heading.iterancestors("dialog"), None) is None]
    return Facts(
        title=" ".join(page.findtext("head/title").split()),
        lang=page.get("lang"),
        h1=[text_of(heading) for heading in page.xpath("//h1")],
        levels=[int(heading.tag[1]) for heading in headings],
        help=[f"{text_of(link)} {link.get('href')}" for link in page.xpath("//footer//a")],
        links=[(words_of(link), link.get("href")) for link in page.xpath("//main//a")],
        sentences=[text_of(one) for one in page.xpath(TEXTS) if not one.xpath(".//p | .//li")],
        assets=page.xpath(ASSETS),
    )


def words_of(link: html.HtmlElement) -> str:
    """A link's words, or those of the picture in it."""
    return text_of(link) or "".join(link.xpath(".//img/@alt")[:1])


def text_of(element: html.HtmlElement) -> str:
    """The text that is seen, each block of it on a line of its own."""
    lines = ("".join(pieces(element))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def pieces(element: html.HtmlElement) -> list[str]:
    found = [" ".join((element.text or "").split("\n"))]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN and child.get("hidden") is None:
            inner = pieces(child)
            found += ["\n", *inner, "\n"] if child.tag in BLOCKS else inner
        found.append(" ".join((child.tail or "").split("\n")))
    return found
