"""What a search of the guidance finds of the tool: the tool, its table, and each of its ends, which are its answers."""

from collections.abc import Iterator

from django.urls import reverse

from registry.actions.guidance.indexing import Entry
from registry.applicability import OUTCOMES, QUESTIONS, Outcome, Verdict
from registry.models import SearchKind

AUDIENCE = "organisations"
TITLE = "Does the opt-out apply to my use of data?"
SUMMARY = "Answer a few questions about one use of data, get the rule that the answer rests on, and a record to file."
KEYWORDS = ("does the opt-out apply", "does it apply", "when does it apply", "exempt", "applicability", "decision tree")


def entries() -> Iterator[Entry]:
    """Yield every entry, each with an address of its own. An end is found in the table, where it has its row."""
    table = reverse("guidance:applies-table")
    asked = "\n\n".join(question.title for question in QUESTIONS)
    yield Entry(reverse("guidance:applies"), SearchKind.TOOL, AUDIENCE, TITLE, SUMMARY, KEYWORDS, asked)
    summary = "All questions of the tool on one page, with what each answer leads to."
    yield Entry(table, SearchKind.TOOL, AUDIENCE, "When the opt-out applies: all answers", summary, (), asked)
    yield from (_end(outcome, f"{table}#{outcome.slug}") for outcome in OUTCOMES.values())


def _end(outcome: Outcome, address: str) -> Entry:
    """Return one end. Those at which nobody is sure are found by their own words alone."""
    keywords = () if outcome.verdict is Verdict.ASK else outcome.keywords
    summary = f"{outcome.verdict.words}, because {outcome.because}."
    body = f"{outcome.reason}\n\n{outcome.rule}."
    return Entry(address, SearchKind.ANSWER, AUDIENCE, outcome.topic, summary, keywords, body)
