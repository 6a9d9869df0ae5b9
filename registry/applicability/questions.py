"""The questions, in the order in which someone thinks who looks after an organisation's information."""

from registry.applicability.parts import Answer, Question

UNSURE = "unsure"


def _unsure(leads_to: str, hint: str = "") -> Answer:
    """Return the answer that no organisation should be afraid to give. It never leads to "does not apply"."""
    return Answer(UNSURE, "I do not know", leads_to, hint)


CARE = Question(
    "care",
    "Own care",
    "Is the information used for the person’s own care?",
    "If you use it for their own care and for something else too, answer for the something else.",
    (
        Answer(
            "own",
            "Yes, for their own care",
            "individual-care",
            "For example a referral, a test result, a care plan, or a summary for the next team",
        ),
        Answer(
            "audit",
            "Yes, for local clinical audit",
            "local-audit",
            "The people who gave the care, or who work with them, look at how well it went",
        ),
        Answer(
            "no",
            "No, for something else",
            "subject",
            "For example research, planning, a national audit, or checking payments",
        ),
        _unsure("ask-care"),
    ),
    (
        "Own care means finding out what is wrong with a person, treating them and looking after them.",
        "An audit is local when it stays with the organisation that gave the care.",
        "An audit that collects from many organisations is not local: choose “No”.",
        "Planning services, and research, are never own care, even when they help patients later.",
    ),
)
SUBJECT = Question(
    "subject",
    "What it is about",
    "What is the information about?",
    "Think of everything in the file, and of what the file’s name gives away.",
    (
        Answer(
            "health",
            "The health or care of patients or service users",
            "identifiable",
            "For example diagnoses, letters, test results, or that someone came to a clinic",
        ),
        Answer(
            "contact",
            "Names or contact details of patients, and nothing else",
            "ask-contact",
            "Nothing shows what care they had. A list of everyone who came to one clinic does: choose the first answer",
        ),
        Answer(
            "other",
            "Not about patients or service users",
            "not-patients",
            "For example staff rotas, buildings, stock or budgets",
        ),
        _unsure("ask-subject"),
    ),
)
IDENTIFIABLE = Question(
    "identifiable",
    "Shows who people are",
    "Could whoever gets the information tell who people are?",
    "Think of everything they have or can get, not only of what you send them.",
    (
        Answer(
            "yes",
            "Yes, or perhaps",
            "source",
            "For example names, NHS numbers, or full postcodes with dates of birth. Codes in place of names too, if "
            "they have the key or could work out who someone is",
        ),
        Answer(
            "no",
            "No, it is anonymised",
            "anonymised",
            "You checked it against the Information Commissioner’s guidance, and the check is written down",
        ),
        Answer(
            "counts",
            "No, it is only counts or totals",
            "aggregate",
            "Small numbers are hidden, so that nobody stands out",
        ),
        _unsure("ask-identifiable"),
    ),
    (
        "Taking out names is not enough. A birthday, a postcode and a rare illness together can point to one person.",
        "Codes in place of names (pseudonyms) are anonymous only for somebody who can never turn them back.",
        "If nobody has checked that, choose “I do not know”.",
    ),
)
SOURCE = Question(
    "source",
    "Where it comes from",
    "Who made the information?",
    "If it comes from more than one place, answer for the part from England.",
    (
        Answer(
            "england",
            "Health or adult social care in England",
            "basis",
            "For example a GP practice, a hospital, a pharmacy, or care that a council arranges for adults",
        ),
        Answer(
            "abroad",
            "Health or care outside England only",
            "not-england",
            "Scotland, Wales, Northern Ireland, or abroad",
        ),
        Answer(
            "elsewhere",
            "Nobody who gives health or adult social care",
            "not-health-or-care",
            "For example a school, an employer, or people who filled in your survey",
        ),
        Answer(
            "private",
            "Only care that people paid for themselves",
            "ask-private",
            "Private treatment in England, with nothing from the NHS or a council",
        ),
        _unsure("ask-source"),
    ),
)
BASIS = Question(
    "basis",
    "What lets you use it",
    "What lets you use confidential information for this?",
    "This is about the duty of confidence. A lawful basis under data protection law is needed as well, and is not the "
    "answer here.",
    (
        Answer(
            "consent",
            "Each person said yes to this use",
            "consent",
            "Explicit consent: they were told what it is for, and agreed",
        ),
        Answer(
            "s251",
            "Section 251 support under regulation 2 or 5",
            "exempt",
            "Given after advice from the Confidentiality Advisory Group (CAG): regulation 2 for cancer, regulation 5 "
            "for research and other medical purposes",
        ),
        Answer(
            "reg3",
            "Regulation 3: communicable disease and risks to public health",
            "public-health",
            "For example finding and stopping an outbreak",
        ),
        Answer("interest", "Overriding public interest", "interest", "For example to prevent a serious crime"),
        Answer("law", "A law or a court order", "law", "It says that the information must, or may, be given"),
        Answer(
            "s251-unsure",
            "Section 251 support, but I do not know under which regulation",
            "ask-regulation",
        ),
        Answer("none", "None of these", "ask-no-basis"),
        _unsure("ask-basis"),
    ),
    (
        "Look in the approval letter, the data sharing agreement or the data protection impact assessment.",
        "Section 251 is a section of the National Health Service Act 2006.",
        "The regulations are the Health Service (Control of Patient Information) Regulations 2002, called COPI.",
    ),
)
CONSENT = Question(
    "consent",
    "Consent",
    "Did every person say yes to this use?",
    "Consent to treatment, or to another study, is not consent to this use.",
    (
        Answer("every", "Yes, every person, and we can show it", "explicit-consent"),
        Answer("some", "Some people did", "ask-some-consent"),
        Answer("told", "They were told, and did not object", "ask-told"),
        _unsure("ask-consent"),
    ),
)
INTEREST = Question(
    "interest",
    "Decision on the public interest",
    "Has someone weighed the public interest for this case, and written it down?",
    "It is decided case by case, by your Caldicott Guardian or whoever decides on confidentiality for you.",
    (
        Answer("yes", "Yes, it is decided and written down", "public-interest"),
        Answer("no", "Not yet", "ask-public-interest"),
        _unsure("ask-public-interest"),
    ),
)
LAW = Question(
    "law",
    "What the law says",
    "What does the law or the court say?",
    "Look for the words. “Must” and “shall” are a duty. “May” is a power, and leaves the duty of confidence in place.",
    (
        Answer(
            "must",
            "A law says that we must give the information",
            "legal-duty",
            "You can name the Act or the regulations, and the section",
        ),
        Answer("court", "A court has ordered it", "court-order", "You have the order, and it names what to give"),
        Answer("may", "A law says that we may give it", "ask-power"),
        _unsure("ask-law"),
    ),
)
EXEMPT = Question(
    "exempt",
    "Named exemption",
    "Is your use one of the named exemptions?",
    "An exemption is for the named work itself. Other work that takes data from it is not exempt.",
    (
        Answer("none", "No, none of these", "section-251"),
        Answer(
            "payments",
            "Payments, and checking invoices for care without a contract",
            "exempt-payments",
            "The second is also called non-contracted invoice validation",
        ),
        Answer("ons", "Official statistics of the Office for National Statistics", "exempt-ons"),
        Answer("cancer", "The national cancer register", "exempt-cancer"),
        Answer("rare", "The national register of congenital anomalies and rare diseases", "exempt-rare"),
        Answer(
            "screening",
            "Oversight of population screening programmes",
            "exempt-screening",
            "Checks that a programme such as breast screening works well",
        ),
        Answer(
            "assuring",
            "Assuring Transformation",
            "exempt-assuring",
            "Data on people with a learning disability and autistic people in hospital",
        ),
        Answer("cag", "An audit or other work that a CAG decision exempts", "decision"),
        _unsure("ask-exemption"),
    ),
)
DECISION = Question(
    "decision",
    "Decision of CAG",
    "Does a decision after CAG advice say that your work need not apply the opt-out?",
    "Section 251 support by itself does not say so. The decision letter names the work and any conditions.",
    (
        Answer("yes", "Yes, it names our work and is still in force", "exempt-cag"),
        Answer("no", "No", "section-251"),
        _unsure("ask-exemption"),
    ),
)
QUESTIONS = (CARE, SUBJECT, IDENTIFIABLE, SOURCE, BASIS, CONSENT, INTEREST, LAW, EXEMPT, DECISION)
