"""Parts that several forms share, in the usual words and in plain ones."""

from django.conf import settings

from registry.correspondence.paper_forms.parts import (
    DATE,
    DATE_HINT,
    Field,
    Item,
    Option,
    PaperList,
    Part,
    Say,
    date_of_birth,
    names,
    nhs_number,
    paper_options,
    points,
    row,
)
from registry.correspondence.wording import CHOICES, TAKES_EFFECT_WITHIN
from registry.models import Evidence, Status

IDENTITY = (
    (Evidence.DRIVING_LICENCE, "driving licence"),
    (Evidence.PASSPORT, "passport"),
    (Evidence.BIRTH_CERTIFICATE, "birth certificate"),
    (Evidence.MARRIAGE_CERTIFICATE, "marriage certificate"),
)
ADDRESS_PROOF = (
    (Evidence.UTILITY_BILL, "gas, electricity, water or phone bill"),
    (Evidence.BANK_STATEMENT, "bank statement"),
    (Evidence.CREDIT_CARD_STATEMENT, "credit card statement"),
    (Evidence.BENEFIT_BOOK, "benefit or pension book"),
)
NHS_NUMBER_HINT = "10 digits. It is on letters from a hospital and in the NHS App."
PEN = "Write in CAPITAL LETTERS with a black or blue pen."


def ways(say: Say) -> str:
    """Say which other ways there are."""
    return say(
        f"You can also choose at {settings.NDOP_SERVICE_URL}, or phone us on {settings.NDOP_PHONE}. "
        f"Lines are open {settings.NDOP_PHONE_HOURS}.",
        f"You can also phone us on {settings.NDOP_PHONE}. We are open {settings.NDOP_PHONE_HOURS}. "
        f"Or go to {settings.NDOP_SERVICE_URL}.",
    )


def whom(*where: Item) -> tuple[Item, ...]:
    """Ask whom the form is about; `where` asks where they are."""
    return (names(), row(date_of_birth()), row(nhs_number(hint=NHS_NUMBER_HINT)), *where)


def identity_papers(say: Say, *, whose: str) -> Item:
    """List the papers that show who someone is and where they live. `whose` is "you are" or "the person is"."""
    where = "you live" if whose == "you are" else "the person lives"
    return Item(
        "papers",
        lists=(
            PaperList(
                say(f"One that shows who {whose}", f"1 paper that shows who {whose}"),
                say("It must be in date.", "It must not be out of date."),
                paper_options(*IDENTITY),
            ),
            PaperList(
                say(f"One that shows where {where}", f"1 paper that shows where {where}"),
                "It must be less than 3 months old.",
                paper_options(*ADDRESS_PROOF),
            ),
        ),
    )


def no_number(say: Say, *, whose: str) -> Part:
    """Ask for papers if the NHS number is not known."""
    return Part(
        say("If you do not know the NHS number", "If you do not know the NHS number"),
        "papers",
        (
            say(
                "Send *copies* of 2 papers, one from each list, and tick what you send. Do not send the real ones. "
                "If you gave the NHS number, send none.",
                "Then we need 2 papers. Send *copies*. Keep the real papers. Tick the ones you send.",
            ),
        ),
        (identity_papers(say, whose=whose),),
    )


def choice(say: Say, *, whose: str) -> Part:
    """Ask for the one choice. `whose` is "your", "the children's" or "the person's"."""
    options = tuple(Option(code.value, *_answer(code, whose)) for code in (Status.ALLOWED, Status.OPTED_OUT))
    may = f"May {whose} confidential patient information be used for research and planning?"
    return Part(
        say("Your choice" if whose == "your" else "The choice", "Choose yes or no"),
        "choice",
        (say(f"{may} Tick *one* box only.", f"{may} Tick *1* box."),),
        (Item("choices", key="status", options=options), _what_it_is(say)),
        new_page=True,
        together=True,
    )


def _answer(code: Status, whose: str) -> tuple[str, str]:
    words = CHOICES[code.value]
    return words.answer, words.meaning.replace("Your", whose.capitalize(), 1)


def _what_it_is(say: Say) -> Item:
    return Item(
        "points",
        points=(
            say(
                "Confidential patient information is facts that show who a person is and say something about their "
                "health or care.",
                "Confidential patient information says who you are and something about your health.",
            ),
            say("Care stays the same, whatever the choice is.", "Care stays the same if you say yes or no."),
        ),
    )


def reply(say: Say, *, by_default: str) -> Part:
    """Ask how we tell them that it is done."""
    return Part(
        say("How we tell you that it is done", "How do we tell you it is done?"),
        "reply",
        (f"Tick one box. {by_default}",),
        (
            Item(
                "ticks",
                key="reply_by",
                options=(Option("post", "By post"), Option("email", "By email. Write your email address here:")),
            ),
            row(Field("line", "email", "")),
        ),
        together=True,
    )


def sign(say: Say, *, statements: tuple[str, ...], for_self: bool = False) -> Part:
    """Ask for the declaration, signature and date; from whoever acts for someone, also for the name signed."""
    name = () if for_self else (row(Field("line", "signatory", "Your name in capital letters")),)
    date = Field("squares", "signed_on", "Date", DATE_HINT, groups=DATE)
    return Part(
        "Sign here",
        "sign",
        (say("By signing, I say that:", "If you sign, you say that:"),),
        (
            points(*statements),
            *name,
            row(Field("signature", "signature", "Signature"), date),
        ),
        together=True,
    )


def send(say: Say) -> Part:
    """Say where it goes and what happens then."""
    return Part(
        "Send it to us",
        "post",
        (say("Put it in an envelope with a stamp. Our address is:", "Use an envelope and a stamp. Send it to:"),),
        (
            Item(
                "send",
                text="\n".join([settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS]),
                points=_what_happens(say),
            ),
        ),
        together=True,
    )


def _what_happens(say: Say) -> tuple[str, ...]:
    kept = settings.PAPER_KEPT_MONTHS
    return (
        f"We deal with your form within {settings.PROCESS_WITHIN_DAYS} days of getting it, and write to you.",
        f"It can take up to {TAKES_EFFECT_WITHIN.days} days more until the choice works everywhere.",
        f"We destroy this form, and any copies you send, {kept} months after we write to you.",
        "You can change the choice at any time.",
        say(
            "*Other opt-outs are separate.* Your GP practice keeps Type 1 opt-outs. Some programmes, such as screening "
            "and the cancer register, have opt-outs of their own. This form does not change them.",
            "*Other opt-outs are separate.* Your GP practice keeps Type 1 opt-outs. This form does not change them.",
        ),
    )
