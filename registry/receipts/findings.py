"""What a receipt and a file say together. The command and the page in the browser use the same words."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any


class Finding(Enum):
    """What was found, with the command's exit code, a title, and words in which `{until}` stands for an instant.

    Only the first means that the file may be used. 1 and 2 are what commands end with when they go wrong.
    """

    RESULT = (
        0,
        "This is the result",
        "The receipt is ours and was not altered. The file is the result that it is for. You may use it until {until}.",
    )
    REFUSED = (3, "This receipt does not count", "")
    NEITHER = (
        4,
        "This is another file",
        (
            "The receipt is ours and was not altered. But the file is not the result that it is for, and not the list. "
            "Either the file was changed, or it belongs to another check."
        ),
    )
    EXPIRED = (
        5,
        "The result has expired",
        (
            "The receipt is ours and was not altered. The result could be used until {until}. "
            "Delete the file, and check the list again before you disclose data."
        ),
    )
    LIST = (
        6,
        "This is the list, not the result",
        (
            "The receipt is ours and was not altered. The file is the list that was sent to us. "
            "It may still hold the numbers of people who have opted out. Do not use it."
        ),
    )
    TEST = (
        7,
        "This was only a test",
        "The receipt is ours and was not altered. But it is for a test with made-up numbers. Do not use the file.",
    )
    RECEIPT_ALONE = (
        8,
        "The receipt is ours",
        (
            "It was not altered. Its result may be used until {until}. "
            "Choose the result too, to see that it is the file that the receipt is for."
        ),
    )

    def __init__(self, exit_code: int, title: str, words: str) -> None:
        self.exit_code = exit_code
        self.title = title
        self.words = words


def find(claims: Mapping[str, Any], *, file_sha256: str | None, at: datetime) -> Finding:
    """Return what the claims of a verified receipt mean for a file with this hash (hex), or for none, at an instant."""
    if file_sha256 is not None and file_sha256 != claims["result"]["sha256"]:
        return Finding.LIST if file_sha256 == claims["input"]["sha256"] else Finding.NEITHER
    if claims["test"]:
        return Finding.TEST
    if claims["expired"] or at >= datetime.fromisoformat(claims["valid_until"]):
        return Finding.EXPIRED
    return Finding.RECEIPT_ALONE if file_sha256 is None else Finding.RESULT
