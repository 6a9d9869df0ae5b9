"""What is said about files: what is wrong with one, and what to do about it."""

from collections.abc import Sequence

from registry.actions.cases.bulk import Outcome, Result
from registry.models import ScanProblem

ADVICE = {
    ScanProblem.EMPTY: "Scan the form again.",
    ScanProblem.TOO_LARGE: "Scan it again in black and white at 200 dots per inch.",
    ScanProblem.WRONG_TYPE: "Save or scan it as a PDF, and give it the ending that belongs to it.",
    ScanProblem.TYPE_MISMATCH: "Save or scan it again as a PDF.",
    ScanProblem.DAMAGED: "Scan the form again, or ask the sender to send it again.",
    ScanProblem.ENCRYPTED: "Ask the sender to send it without a password. Do not ask for the password.",
    ScanProblem.TOO_MANY_PAGES: "Scan it as several files of up to 20 pages.",
    ScanProblem.TOO_MANY_PIXELS: "Scan it again at 200 dots per inch.",
    ScanProblem.TOO_DEMANDING: "Print it and scan the paper.",
    ScanProblem.VIRUS: "Do not open it. Tell your manager.",
}


def what_is_wrong(problem: ScanProblem) -> str:
    """Say what is wrong with a file and what to do next; it goes on from a colon."""
    return f"{problem.label[:1].lower()}{problem.label[1:]}. {ADVICE[problem]}"


def files_refused(problems: Sequence[tuple[str, ScanProblem]]) -> list[str]:
    """Say it of each file."""
    return [f"{name}: {what_is_wrong(problem)}" for name, problem in problems]


def outcome_words(outcome: Outcome) -> str:
    """Say what became of one file of a pile."""
    if outcome.problem:
        return f"{Result.REFUSED.label}: {what_is_wrong(outcome.problem)}"
    return outcome.result.label
