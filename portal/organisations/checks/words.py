"""Numbers and states of checks in words."""

from registry.models import CheckProblem

UNITS = (("GB", 1024**3), ("MB", 1024**2), ("kB", 1024))
WAIT = "Try again in an hour. If it happens again, phone us."
FIX = "Put the file right and check it again."
NEXT = {
    CheckProblem.EMPTY: "Check that you chose the right file.",
    CheckProblem.TOO_FEW: "A list so short could tell you what one person chose. Add more numbers. If you have good "
    "reason to check fewer, phone us.",
    CheckProblem.NO_NUMBERS: "Check that you chose the right file. If it has more than one column, say which one holds "
    "the NHS numbers.",
    CheckProblem.NOT_TEXT: "Save it as plain text or as CSV, then check it again. We cannot read spreadsheets such as "
    "XLSX, or files that are zipped.",
    CheckProblem.LINE_TOO_LONG: "Check that each NHS number stands on a line of its own.",
    CheckProblem.NO_COLUMN: "Enter the name of the column as the first line of your file has it.",
    CheckProblem.QUOTES: "Save the file as CSV again from the program that it comes from.",
    CheckProblem.TOO_LARGE: "Divide the file, or send it by the API or by MESH.",
    CheckProblem.QUOTA: "Check the file again tomorrow, or phone us if you need to check more each day.",
    CheckProblem.NO_ROOM: WAIT,
    CheckProblem.INPUT_LOST: "Send the file again. Nothing was released.",
    CheckProblem.SUSPENDED: "Phone us if you do not know why.",
    CheckProblem.GAVE_UP: WAIT,
    CheckProblem.TOO_LATE: "Send the file again. If it happens again, phone us.",
}


def size_words(size: int) -> str:
    """Write a size as people do: "2 GB", "1.4 MB", "130 bytes"."""
    for unit, worth in UNITS:
        if size >= worth:
            return f"{size / worth:.1f}".removesuffix(".0") + f" {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"


def problem_words(problem: str) -> tuple[str, str]:
    """Return what went wrong, and what to do next."""
    known = CheckProblem(problem)
    return known.label, NEXT[known]
