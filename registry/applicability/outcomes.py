"""Every end of the tree."""

from registry.applicability.doubts import DOUBTS
from registry.applicability.exemptions import EXEMPTIONS
from registry.applicability.parts import NextStep, Outcome, Verdict
from registry.applicability.rules import ANONYMISED, COPI_3, DUTY_OF_CONFIDENCE, KEEP_RECORD, SCOPE, SECTION_251

_APPLIES = (
    Outcome(
        "section-251",
        Verdict.APPLIES,
        "Section 251 support",
        "you use confidential patient information beyond people’s own care, and rely on section 251 support",
        "Section 251 support lifts the duty of confidence without asking people. In return everyone who said no must "
        "be left out. The choice of someone who has died still stands. No named exemption covers your use.",
        SECTION_251,
        (
            NextStep("Leave out everyone who said no: the five steps", "organisations/five-steps"),
            NextStep("Check your list, each time before you share", "organisations/the-check-service"),
            NextStep("Use the answer only while it holds", "organisations/seven-days"),
            NextStep("Say in your privacy notice that you do so", "organisations/privacy-notice"),
            KEEP_RECORD,
        ),
        ("s251", "section 251", "cag", "regulation 5", "regulation 2", "research without consent", "must apply"),
    ),
)
_CARE = (
    Outcome(
        "individual-care",
        Verdict.DOES_NOT_APPLY,
        "Individual care",
        "the information is used for the person’s own care",
        "The opt-out is about uses beyond a person’s own care. It never stops information that is needed to look after "
        "somebody. Never hold back information for care because someone said no.",
        f"{SCOPE}: uses beyond individual care",
        (
            NextStep("Read what the opt-out does and does not do", "gps/in-two-minutes"),
            NextStep("If the same information is later used for something else, answer these questions for that use"),
        ),
        ("direct care", "own care", "individual care", "referral", "treatment"),
    ),
    Outcome(
        "local-audit",
        Verdict.DOES_NOT_APPLY,
        "Local clinical audit",
        "local clinical audit is part of individual care",
        "When the people who gave the care look at how well it went, that is part of care. It stops being local when "
        "information that shows who people are goes to another organisation, or into a national audit.",
        f"{SCOPE}: uses beyond individual care, local clinical audit being part of care",
        (
            NextStep("Keep the audit inside the organisation that gave the care"),
            NextStep("If it is passed on, answer these questions for that use"),
            KEEP_RECORD,
        ),
        ("clinical audit", "local audit", "service evaluation"),
    ),
)
_INFORMATION = (
    Outcome(
        "not-patients",
        Verdict.DOES_NOT_APPLY,
        "Not about patients",
        "it is not confidential patient information",
        "The opt-out is about information on people’s health and care. Other laws may still protect this information.",
        f"{SCOPE}: confidential patient information",
        (NextStep("Ask your data protection officer which other rules hold"), KEEP_RECORD),
        ("staff data", "not patient information"),
    ),
    Outcome(
        "anonymised",
        Verdict.DOES_NOT_APPLY,
        "Anonymised information",
        "nobody who gets the information can tell who it is about",
        "Information that can no longer be linked to a person is not confidential patient information. That holds only "
        "as long as nobody adds something that gives people away.",
        ANONYMISED,
        (
            NextStep("Keep your check on anonymisation with this record, and repeat it when the data changes"),
            NextStep("Read about anonymised data", "researchers/explicit-consent-and-anonymised-data"),
            KEEP_RECORD,
        ),
        ("anonymised", "anonymous", "de-identified", "pseudonymised"),
    ),
    Outcome(
        "aggregate",
        Verdict.DOES_NOT_APPLY,
        "Counts and totals",
        "counts and totals show nobody",
        "Aggregate figures are not confidential patient information, as long as no figure is so small that people can "
        "be recognised in it.",
        ANONYMISED,
        (
            NextStep("Hide or round small numbers before you share"),
            NextStep("If you get records about single people to make the counts, answer these questions for that step"),
            KEEP_RECORD,
        ),
        ("aggregate", "counts", "statistics", "totals"),
    ),
    Outcome(
        "not-england",
        Verdict.DOES_NOT_APPLY,
        "Care outside England",
        "the information does not come from health or adult social care in England",
        "The choice that people make is about health and adult social care in England. Other countries have rules of "
        "their own.",
        f"{SCOPE}: generated by health or adult social care in England",
        (NextStep("Find out what the other country asks of you"), KEEP_RECORD),
        ("wales", "scotland", "northern ireland", "abroad"),
    ),
    Outcome(
        "not-health-or-care",
        Verdict.DOES_NOT_APPLY,
        "Not from health or adult social care",
        "the information does not come from health or adult social care",
        "The choice that people make is about what health and adult social care in England hold of them. It does not "
        "reach what a school or an employer holds, or what people told you themselves.",
        f"{SCOPE}: generated by health or adult social care in England",
        (NextStep("Ask your data protection officer which other rules hold"), KEEP_RECORD),
        ("survey", "school", "social care of children"),
    ),
)
_BASIS = (
    Outcome(
        "explicit-consent",
        Verdict.DOES_NOT_APPLY,
        "Explicit consent",
        "every person has agreed to this use",
        "What someone agreed to themselves goes before the general choice they made. It holds for this use only, and "
        "until they change their mind.",
        f"{DUTY_OF_CONFIDENCE}: explicit consent",
        (
            NextStep("Keep the proof of each consent, and act when someone takes it back"),
            NextStep("Read about explicit consent", "researchers/explicit-consent-and-anonymised-data"),
            KEEP_RECORD,
        ),
        ("consent", "explicit consent", "trial", "study with consent"),
    ),
    Outcome(
        "public-health",
        Verdict.DOES_NOT_APPLY,
        "Communicable disease and public health",
        "it is for communicable disease or another risk to public health",
        "Regulation 3 lets information be used to find, watch and stop disease that spreads and other risks to public "
        "health. It needs everyone. It does not cover other work by the same team.",
        COPI_3,
        (
            NextStep("Write down which purpose of regulation 3 it is, and who may use the information for it"),
            KEEP_RECORD,
        ),
        ("outbreak", "public health", "regulation 3", "reg 3", "covid", "infection", "communicable disease"),
    ),
    Outcome(
        "public-interest",
        Verdict.DOES_NOT_APPLY,
        "Overriding public interest",
        "the public interest in this case is greater than the duty of confidence",
        "In a single case the good of everyone can weigh more than confidence, such as to prevent serious harm. It is "
        "decided for that case alone.",
        f"{DUTY_OF_CONFIDENCE}: overriding public interest",
        (
            NextStep("Keep the decision, with its reasons and who made it, with this record"),
            NextStep("Share no more than the case needs"),
            KEEP_RECORD,
        ),
        ("public interest", "serious crime", "safeguarding"),
    ),
    Outcome(
        "legal-duty",
        Verdict.DOES_NOT_APPLY,
        "Legal duty",
        "a law says that the information must be given",
        "A duty in law goes before the duty of confidence. It reaches as far as the law says and no further.",
        f"{DUTY_OF_CONFIDENCE}: legal duty to disclose",
        (
            NextStep("Write the Act or regulations, and the section, on this record"),
            NextStep("Give what the law asks for, and nothing more"),
            KEEP_RECORD,
        ),
        ("legal obligation", "statutory duty", "required by law", "notifiable"),
    ),
    Outcome(
        "court-order",
        Verdict.DOES_NOT_APPLY,
        "Court order",
        "a court has ordered it",
        "An order of a court goes before the duty of confidence. It reaches as far as the order says and no further.",
        f"{DUTY_OF_CONFIDENCE}: order of a court",
        (
            NextStep("Keep the order with this record"),
            NextStep("Give what the order names, and nothing more"),
            KEEP_RECORD,
        ),
        ("court order", "judge", "coroner"),
    ),
)
OUTCOMES = {outcome.slug: outcome for outcome in (*_APPLIES, *_CARE, *_INFORMATION, *_BASIS, *EXEMPTIONS, *DOUBTS)}
