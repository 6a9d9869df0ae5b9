"""The confirmation of a choice as a letter."""

from dataclasses import asdict

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.typesetting import typeset
from registry.correspondence.window import head
from registry.correspondence.wording import confirmation_words

TITLE = "Your national data opt-out choice"


def confirmation_letter(c: Confirmation) -> bytes:
    """Compose the confirmation as a PDF/UA-1 file, A4, for a DL window envelope.

    One page; in 18 point and on more pages when `format_needs` is `large_print`. The same confirmation
    gives the same bytes. Raises `ValueError` for an unknown status and `CannotCompose`.
    """
    words = confirmation_words(c)
    top = head(
        title=TITLE,
        name=words.name,
        address_lines=c.address_lines,
        message_id=c.message_id,
        format_needs=c.format_needs,
    )
    return typeset("confirmation.typ", top | asdict(words))
