"""For which data flow a file came, as MESH has no field for it."""

import re
from collections.abc import Sequence

from registry.models import DataFlow

# In a file name or a local id, the name of the flow stands before this.
MARKER = "__"
BETWEEN_WORDS = re.compile(r"[\s_-]+")


def flow_meant(
    flows: Sequence[DataFlow], *, subject: str = "", file_name: str = "", local_id: str = ""
) -> DataFlow | None:
    """Return the flow that is named by the subject, else by the file name, else by the local id, else the only one.

    None: several flows and none of them named. Capitals, underscores and hyphens make no difference. Somebody with
    one flow may write whatever they like: the receipt says which flow it was.
    """
    for name in (subject, _before_marker(file_name), _before_marker(local_id)):
        found = [flow for flow in flows if name and _plain(flow.name) == _plain(name)]
        exact = [flow for flow in found if flow.name == name.strip()]
        if len(exact or found) == 1:
            return (exact or found)[0]
    return flows[0] if len(flows) == 1 else None


def spoken(header: str) -> str:
    """Return a header as its writer meant it: MESH's headers are Latin-1, and most systems put UTF-8 into them."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _before_marker(text: str) -> str:
    name, marker, _ = text.partition(MARKER)
    return name if marker else ""


def _plain(name: str) -> str:
    return BETWEEN_WORDS.sub(" ", name).strip().casefold()
