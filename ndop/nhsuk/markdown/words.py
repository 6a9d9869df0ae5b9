"""What goes into a page's Markdown, and what comes out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True)
class Surroundings:
    """What a page's words may name: other pages, pictures, and facts that come from the settings.

    `link` turns an address such as "gps/reception" into a path, `picture` a file's name into the attributes of an
    image; both raise LookupError with words for the author. `facts` are what `[[name]]` stands for, and `links` where
    those of them lead that can be followed, such as a phone number.
    """

    link: Callable[[str], str]
    picture: Callable[[str], Mapping[str, str]]
    facts: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Something that the author must put right. `line` counts from 1, in the Markdown."""

    line: int
    words: str


@dataclass(frozen=True)
class Heading:
    """A place on the page that can be led to: a heading, or a term that is explained."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """The body of a page.

    `text` is the same without markup, for search. `prose` are its paragraphs, items and cells without headings, for
    measures. `headings` are those of the second level, `parts` those of any. `anchors` are all places that a link may
    lead to. A page with problems shows, without what cannot be shown; the check before a release refuses it.
    """

    html: Markup
    text: str
    prose: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    parts: tuple[Heading, ...] = ()
    terms: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


@dataclass
class Notes:
    """What is found while a page is gone through. `line` is the one being looked at, from 1."""

    surroundings: Surroundings
    line: int = 1
    problems: list[Problem] = field(default_factory=list)
    blocks: list[tuple[str, bool]] = field(default_factory=list)  # words, and whether they are prose
    headings: list[Heading] = field(default_factory=list)
    parts: list[Heading] = field(default_factory=list)
    terms: list[Heading] = field(default_factory=list)
    # The ids that the page around these words has.
    anchors: set[str] = field(default_factory=lambda: {"maincontent"})

    def complain(self, words: str) -> None:
        """Note a problem on the line being looked at."""
        self.problems.append(Problem(self.line, words))

    def fact(self, name: str) -> str:
        """Return what a fact's name stands for; the name itself when it stands for nothing."""
        if name not in self.surroundings.facts:
            known = ", ".join(sorted(self.surroundings.facts))
            self.complain(f"there is no fact “{name}”; write one of: {known}")
        return self.surroundings.facts.get(name, name)
