"""The form for people who are detained or in the secure estate, filled in by a health professional."""

from django.conf import settings

from registry.correspondence.paper_forms import common
from registry.correspondence.paper_forms.parts import (
    Field,
    FormWords,
    Item,
    Part,
    Say,
    address,
    names,
    row,
)


def words(say: Say) -> FormWords:
    """Return the whole form in the words that `say` chooses."""
    return FormWords(
        title="Form for someone who is detained",
        heading=say(
            "Someone who is detained: is their health information used for research and planning?",
            "The health information of someone who is detained",
        ),
        intro=_intro(say),
        parts=_parts(say),
    )


def _intro(say: Say) -> tuple[str, ...]:
    return (
        say(
            "Use this form for someone who is *detained or in the secure estate* and cannot use the website or the "
            "phone. A *health professional* who looks after the person fills it in.",
            "Use this form for someone who is *in prison or held in hospital*. A *doctor, nurse or other health "
            "worker* who looks after the person fills it in.",
        ),
        f"Questions? Phone us on {settings.NDOP_PHONE}. Lines are open {settings.NDOP_PHONE_HOURS}. {common.PEN}",
    )


def _parts(say: Say) -> tuple[Part, ...]:
    return (
        Part(
            "About the person",
            "person",
            (),
            common.whom(*address("person_", label="Name and address of the place", hint="Where the person is held")),
        ),
        common.no_number(say, whose="the person is"),
        common.choice(say, whose="the person's"),
        Part("About you, the health professional", "helper", (), _you()),
        common.reply(say, by_default="If you tick none, we write by post to the address in part 4."),
        common.sign(
            say,
            statements=(
                "I am the health professional named in part 4, and I look after the person named in part 1",
                "the choice in part 3 is the one that the person wants, or is best for them if they cannot choose",
                "what I have written is true",
            ),
        ),
        common.send(say),
    )


def _you() -> tuple[Item, ...]:
    return (
        names("representative_"),
        row(
            Field("line", "job_title", "Job title"),
            Field("line", "registration", "Registration", "Such as GMC or NMC, and number"),
        ),
        *address(label="Work address"),
        row(Field("line", "phone", "Work phone")),
    )
