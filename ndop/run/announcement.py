"""The short table that says where everything is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from registry.sample_list import SAMPLE_NAME

Rows = Sequence[Mapping[str, str]]


def announcement(address: str, folder: Path, tables: Mapping[str, Rows]) -> str:
    """Return what to print once everything runs.

    `tables` is what `manage.py seed_demo --list` answers: for each title, rows with the same keys.
    """
    places = [
        {"what": "The service", "where": f"{address}/"},
        {"what": "Emails, texts and letters land in", "where": f"{address}/demo/post-room/"},
        {"what": "Staff", "where": f"{address}/staff/"},
        {"what": "Organisations", "where": f"{address}/organisations/"},
        {"what": "A list to check as a test", "where": str(folder / SAMPLE_NAME)},
        {"what": "Data and logs", "where": str(folder)},
    ]
    blocks = [table(places)]
    blocks += [f"{spoken(title)}\n{table(rows, with_heading=True)}" for title, rows in tables.items()]
    return "\n" + "\n\n".join([*blocks, "Ctrl-C stops everything."]) + "\n"


def table(rows: Rows, *, with_heading: bool = False) -> str:
    """Return rows as columns wide enough for their longest value."""
    if not rows:
        return "  none"
    keys = list(rows[0])
    lines = [[spoken(key) for key in keys]] if with_heading else []
    lines += [[str(row[key]) for key in keys] for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(keys))]
    return "\n".join(
        "  " + "  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def spoken(name: str) -> str:
    """Return a key as a heading: `date_of_birth` is Date of birth, `nhs_number` is NHS number."""
    words = name.replace("_", " ").replace("nhs", "NHS")
    return words[:1].upper() + words[1:]
