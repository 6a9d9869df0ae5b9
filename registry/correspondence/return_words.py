"""Why a form comes to nothing, and what to send next: the words of each coded reason, as data.

`send` lists what is asked for, in the order in which a letter lists it; what several reasons ask for is one string,
so that a letter asks for it once. Reasons that need other papers on other forms are in `BY_FORM`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.models import FormType, ReturnReason

R = ReturnReason
NEW_FORM = "a new form, filled in, signed and dated"
PAPER_FROM_LIST_A = (
    "a copy of one paper that shows who you are: driving licence, passport, birth certificate or marriage certificate"
)
PAPER_FROM_LIST_B = (
    "a copy of one paper that shows your address: a gas, electricity, water or phone bill, a bank or credit card "
    "statement, or a benefit or pension book. It must be less than 3 months old"
)
CHILDS_PAPER = "a copy of the passport or birth certificate of each child who has no NHS number on the form"
PERSONS_PAPER_FROM_LIST_A = (
    "a copy of one paper that shows who the person is: driving licence, passport, birth certificate or marriage "
    "certificate"
)
PERSONS_PAPER_FROM_LIST_B = (
    "a copy of one paper that shows where the person lives: a gas, electricity, water or phone bill, a bank or credit "
    "card statement, or a benefit or pension book. It must be less than 3 months old"
)
PARENTS_PAPER = (
    "a copy of one paper that shows you have parental responsibility: full birth certificate, marriage certificate "
    "of the parents, adoption certificate, parental responsibility order, residence order or court order"
)
AUTHORITY_PAPER = (
    "a copy of your lasting power of attorney (for health and welfare, or for property and money), or of the order "
    "of the Court of Protection that makes you a deputy"
)
CLINICIANS_WORD = "a new form with part 4 filled in and signed by the health professional who looks after the person"


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """What the letter says of one reason why a form comes back, and what to send with it next time."""

    heading: str
    text: str
    send: tuple[str, ...]


WORDS: Mapping[ReturnReason, ReasonWords] = MappingProxyType(
    {
        R.NO_IDENTITY: ReasonWords(
            "We need to be sure who the form is about",
            "There is no NHS number on the form. So we need 2 papers: one that shows who you are, and one that shows "
            "where you live. We did not get both.",
            (PAPER_FROM_LIST_A, PAPER_FROM_LIST_B),
        ),
        R.ADDRESS_PROOF_OLD: ReasonWords(
            "The paper that shows the address is too old",
            "A bill or statement must be less than 3 months old when we get it.",
            (PAPER_FROM_LIST_B,),
        ),
        R.IDENTITY_EXPIRED: ReasonWords(
            "A paper is out of date",
            "The licence or passport we got a copy of has run out. We need one that is still in date.",
            (PAPER_FROM_LIST_A,),
        ),
        R.NOT_SIGNED: ReasonWords(
            "The form is not signed, or not dated",
            "We can only act on a form that has a signature and a date in the part “Sign here”.",
            (NEW_FORM,),
        ),
        R.NO_CHOICE: ReasonWords(
            "We cannot tell what the choice is",
            "No box is ticked in the part “Your choice”, or both are. Please tick one box only.",
            (NEW_FORM,),
        ),
        R.CHILD_IS_13: ReasonWords(
            "A child on the form is 13 or over",
            "From the age of 13, young people choose for themselves. Please give this letter to the young person. "
            "They can choose on our website, by phone, or with the form for yourself.",
            ("the form for yourself, filled in by the young person, if they want to choose by post",),
        ),
        R.NO_AUTHORITY: ReasonWords(
            "We need to see that you may act for this person",
            "We did not get a paper that shows it.",
            (AUTHORITY_PAPER,),
        ),
        R.WRONG_AUTHORITY: ReasonWords(
            "The paper you sent does not let you make this choice",
            "It does not show that you may choose for this person. Below we say which papers do.",
            (AUTHORITY_PAPER,),
        ),
        R.SIGNATORY: ReasonWords(
            "Someone else signed the form",
            "The name by the signature is not the name of the person who makes the choice. "
            "The person who makes the choice must sign.",
            (NEW_FORM,),
        ),
        R.TOO_MANY_CHILDREN: ReasonWords(
            "There are more than 6 children on the form",
            "One form has room for 6 children. Please use a second form for the others.",
            ("2 or more new forms, with no more than 6 children on each",),
        ),
        R.NAME_MISMATCH: ReasonWords(
            "The name and the NHS number do not belong together",
            "The NHS number on the form has another name in our records. One of them may have a slip. "
            "If you changed your name, ask your GP practice to put the record right first.",
            ("a new form with the name as your GP practice has it, and the NHS number checked",),
        ),
        R.NO_MATCH: ReasonWords(
            "We could not find the right record",
            "We found no NHS record that fits the form, or more than one. Check the name, date of birth, address and "
            "NHS number. Your GP practice can tell you what is on the record.",
            ("a new form with the details as your GP practice has them",),
        ),
        R.SUPERSEDED_NUMBER: ReasonWords(
            "The NHS number on the form is no longer used",
            "It was replaced by another number. We could not be sure whose record it is now. "
            "Your GP practice can tell you the number in use today.",
            ("a new form with the NHS number that is in use today",),
        ),
        R.PERSON_DIED: ReasonWords(
            "We are sorry for your loss",
            "Our records show that the person named on the form has died. A choice cannot be made or changed after "
            "someone dies. The choice that they had made stays as it was, for good. You do not need to do anything.",
            (),
        ),
        R.NO_EMAIL: ReasonWords(
            "There is no email address on the form",
            "You asked us to reply by email, but we could not find an email address. You can give us one, or ask us "
            "to write by post. You may also tell us by phone.",
            ("a note with your email address, or one that asks us to reply by post",),
        ),
        R.ORIGINALS_SENT: ReasonWords(
            "Your papers come back to you",
            "You sent us real papers, not copies. They come back to you by post. "
            "Please do not send them again: we only need copies.",
            (),
        ),
        R.UNREADABLE: ReasonWords(
            "We could not read the form",
            "Some of it was too faint, damaged or hard to read. Please use a black or blue pen and CAPITAL LETTERS. "
            "We can also fill in most of a form for you if you phone us.",
            (NEW_FORM,),
        ),
        R.WRONG_SERVICE: ReasonWords(
            "Your GP practice deals with this form",
            "You sent us a Type 1 opt-out form. It asks your GP practice not to share what is in its records, other "
            "than for your own care. Only your GP practice can do this. Please give the form to them. We cannot pass "
            "it on. The national data opt-out is another choice. If you want to make that choice too, phone us or "
            "go to our website.",
            (),
        ),
    }
)

BY_FORM: Mapping[tuple[ReturnReason, FormType], ReasonWords] = MappingProxyType(
    {
        (R.NO_IDENTITY, FormType.CHILDREN): ReasonWords(
            "We need to be sure which child the form is about",
            "There is no NHS number for at least one child. So we need a paper that shows who that child is.",
            (CHILDS_PAPER,),
        ),
        (R.IDENTITY_EXPIRED, FormType.CHILDREN): ReasonWords(
            "A paper is out of date",
            "The passport we got a copy of has run out. We need one that is still in date, or the birth certificate.",
            (CHILDS_PAPER,),
        ),
        (R.NO_AUTHORITY, FormType.CHILDREN): ReasonWords(
            "We need to see that you have parental responsibility",
            "We did not get a paper that shows it for each child.",
            (PARENTS_PAPER,),
        ),
        (R.WRONG_AUTHORITY, FormType.CHILDREN): ReasonWords(
            "The paper you sent does not let you choose for a child",
            "It does not show that you have parental responsibility for each child. Below we say which papers do.",
            (PARENTS_PAPER,),
        ),
        **{
            (R.NO_IDENTITY, form): ReasonWords(
                "We need to be sure who the form is about",
                "There is no NHS number on the form. So we need 2 papers: one that shows who the person is, and one "
                "that shows where they live. We did not get both.",
                (PERSONS_PAPER_FROM_LIST_A, PERSONS_PAPER_FROM_LIST_B),
            )
            for form in (FormType.ADULT_DEPENDANT, FormType.DETAINED)
        },
        **{
            (R.ADDRESS_PROOF_OLD, form): ReasonWords(
                "The paper that shows the address is too old",
                "A bill or statement must be less than 3 months old when we get it.",
                (PERSONS_PAPER_FROM_LIST_B,),
            )
            for form in (FormType.ADULT_DEPENDANT, FormType.DETAINED)
        },
        **{
            (R.IDENTITY_EXPIRED, form): ReasonWords(
                "A paper is out of date",
                "The licence or passport we got a copy of has run out. We need one that is still in date.",
                (PERSONS_PAPER_FROM_LIST_A,),
            )
            for form in (FormType.ADULT_DEPENDANT, FormType.DETAINED)
        },
        **{
            (reason, FormType.DETAINED): ReasonWords(
                "We need to know which health professional filled in the form",
                "This form must be filled in by a health professional who looks after the person. "
                "They must also say who they are.",
                (CLINICIANS_WORD,),
            )
            for reason in (R.NO_AUTHORITY, R.WRONG_AUTHORITY)
        },
    }
)


def reason_words(reason: str, form_type: str) -> ReasonWords:
    """Return the words of a reason on this form. Raises ValueError for a code that is in no list."""
    code, form = ReturnReason(reason), FormType(form_type)
    return BY_FORM.get((code, form), WORDS[code])
