from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation says, whichever way it is sent.

    `status` is `opted_out` or `allowed`; any other value makes every composer raise `ValueError`.
    `address_lines` end with the postcode. `format_needs` is `standard` or `large_print`. There is deliberately no
    place for an NHS number.
    """

    status: str
    reference: str
    decided_on: date
    recorded_on: date
    name: str
    address_lines: tuple[str, ...]
    language: str  # kept for the day wording exists in another language; today every message is in English
    format_needs: str
    by_proxy: bool
    message_id: UUID  # of the message that carries it; a letter shows it as a code
