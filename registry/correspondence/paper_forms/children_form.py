"""The form for up to six children under 13, by someone with parental responsibility."""

from django.conf import settings

from registry.correspondence.paper_forms import common
from registry.correspondence.paper_forms.parts import (
    FormWords,
    Item,
    PaperList,
    Part,
    Say,
    address,
    date_of_birth,
    group,
    names,
    nhs_number,
    paper_options,
    row,
)
from registry.models import Evidence
from registry.paper import MOST_CHILDREN


def words(say: Say) -> FormWords:
    """Return the whole form in the words that `say` chooses."""
    age = settings.MINIMUM_AGE
    return FormWords(
        title=f"Form for children under {age}",
        heading=say(
            "Your children: is their health information used for research and planning?",
            "Your children's health information: your choice",
        ),
        intro=_intro(),
        parts=_parts(say),
    )


def _intro() -> tuple[str, ...]:
    age = settings.MINIMUM_AGE
    return (
        (
            f"Use this form to choose for up to {MOST_CHILDREN} *children under {age}*. You must have parental "
            f"responsibility for each of them. From {age} on, young people choose for themselves."
        ),
        f"You can also phone us on {settings.NDOP_PHONE}. Lines are open {settings.NDOP_PHONE_HOURS}. {common.PEN}",
    )


def _parts(say: Say) -> tuple[Part, ...]:
    age = settings.MINIMUM_AGE
    return (
        Part("About you", "person", (), (names("representative_"), *address(hint="Where you live now"))),
        _papers(say),
        Part(
            say("The children", "Your children"),
            "people",
            (say("The choice in part 4 is for all of them.", "You make 1 choice for all of them, in part 4."),),
            tuple(_child(number) for number in range(1, MOST_CHILDREN + 1)),
            new_page=True,
        ),
        common.choice(say, whose="the children's"),
        common.reply(say, by_default="If you tick none, we write by post."),
        common.sign(
            say,
            statements=(
                "I have parental responsibility for every child named in part 3",
                f"each of them is under {age}",
                "what I have written is true",
            ),
        ),
        common.send(say),
    )


def _child(number: int) -> Item:
    prefix = f"person{number - 1}_"
    return group(names(prefix, f"Child {number}: "), row(date_of_birth(prefix), nhs_number(prefix)))


def _papers(say: Say) -> Part:
    what = say(
        "Send *copies* and tick what you send. Do not send the real ones.", "Send *copies*. Keep the real papers."
    )
    return Part("Papers to send", "papers", (what,), (Item("papers", lists=(_responsibility(), _identity())),))


def _responsibility() -> PaperList:
    return PaperList(
        "One that shows your parental responsibility",
        "",
        paper_options(
            (Evidence.FULL_BIRTH_CERTIFICATE, "full birth certificate that names you"),
            (Evidence.PARENTS_MARRIAGE, "marriage certificate of the parents"),
            (Evidence.ADOPTION_CERTIFICATE, "adoption certificate"),
            (Evidence.PARENTAL_ORDER, "parental responsibility order"),
            (Evidence.RESIDENCE_ORDER, "residence order"),
            (Evidence.COURT_ORDER, "court order"),
        ),
    )


def _identity() -> PaperList:
    return PaperList(
        "One for each child whose NHS number you do not give",
        "",
        paper_options(
            (Evidence.CHILD_PASSPORT, "the child's passport"),
            (Evidence.CHILD_BIRTH_CERTIFICATE, "the child's birth certificate"),
        ),
    )
