"""The form for people of 13 and over who choose for themselves."""

from django.conf import settings

from registry.correspondence.paper_forms import common
from registry.correspondence.paper_forms.parts import (
    FormWords,
    Part,
    Say,
    address,
)


def words(say: Say) -> FormWords:
    """Return the whole form in the words that `say` chooses."""
    age = settings.MINIMUM_AGE
    return FormWords(
        title="Form for yourself",
        heading=say(
            "Your choice: is your health information used for research and planning?",
            "Your health information: your choice",
        ),
        intro=(
            f"Use this form to choose for *yourself*. You must be {age} or over. {common.ways(say)}",
            f"Your own care stays the same, whatever you choose. {common.PEN}",
        ),
        parts=(
            Part("About you", "person", (), common.whom(*address(hint="Where you live now"))),
            common.no_number(say, whose="you are"),
            common.choice(say, whose="your"),
            common.reply(say, by_default="If you tick none, we write to the address on your NHS record."),
            common.sign(
                say,
                statements=(
                    f"I am the person named in part 1, and I am {age} or over",
                    "what I have written is true",
                ),
                for_self=True,
            ),
            common.send(say),
        ),
    )
