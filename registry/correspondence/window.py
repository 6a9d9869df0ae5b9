"""The head that every letter of ours has: where it goes, whom it is from, and the code that brings it back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from registry.barcodes import letter_code, svg
from registry.correspondence.printable import can_be_printed, one_line
from registry.correspondence.typesetting import CannotCompose

LARGE_PRINT = "large_print"
# The envelope shows seven lines, the name among them (GOV.UK Notify's address rule).
WINDOW_LINES = 7


def head(*, title: str, name: str, address_lines: Sequence[str], message_id: UUID, format_needs: str) -> dict[str, Any]:
    """Return what templates/letters/_letter.typ draws above the words of a letter. Raises CannotCompose."""
    return {
        "title": title,
        "address": window_lines(one_line(name), [line for line in map(one_line, address_lines) if line]),
        "sender": [settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS],
        "phone": settings.NDOP_PHONE,
        "code": svg(letter_code(message_id)),
        "large_print": format_needs == LARGE_PRINT,
    }


def window_lines(name: str, address: list[str]) -> list[str]:
    """Answer the lines of the envelope's window; what is too many is joined near the top, never cut."""
    if not name:
        raise CannotCompose("no_name")
    if not address:
        raise CannotCompose("no_address")
    surplus = max(0, 1 + len(address) - WINDOW_LINES)
    lines = [name, ", ".join(address[: surplus + 1]), *address[surplus + 1 :]]
    if not all(map(can_be_printed, lines)):
        raise CannotCompose("characters")
    return lines
