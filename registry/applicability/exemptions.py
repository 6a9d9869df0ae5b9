"""The named exemptions: work that needs everyone, and rests on a decision of its own."""

from registry.applicability.parts import NextStep, Outcome, Verdict
from registry.applicability.rules import EXEMPTION, KEEP_RECORD

ONLY_THIS_WORK = "The exemption is for this work itself. Any other use of the same information is not exempt."
ANSWER_AGAIN = NextStep("For any other use of the same information, answer these questions again")


def _exempt(slug: str, topic: str, because: str, reason: str, *keywords: str) -> Outcome:
    steps = (ANSWER_AGAIN, KEEP_RECORD)
    said = f"{reason} {ONLY_THIS_WORK}"
    return Outcome(slug, Verdict.DOES_NOT_APPLY, topic, because, said, f"{EXEMPTION}: {topic}", steps, keywords)


EXEMPTIONS = (
    _exempt(
        "exempt-payments",
        "Payments and non-contracted invoice validation",
        "checking payments for care is a named exemption",
        "Bills for care can only be checked when they are checked for everyone.",
        "invoice validation", "payments", "non-contracted activity", "billing",
    ),
    _exempt(
        "exempt-ons",
        "Official statistics of the Office for National Statistics",
        "official statistics of the Office for National Statistics are a named exemption",
        "Official statistics count everyone.",
        "ons", "official statistics", "office for national statistics",
    ),
    _exempt(
        "exempt-cancer",
        "National cancer register",
        "the national cancer register is a named exemption",
        "The register needs every case. People can ask the register itself to leave them out.",
        "cancer register", "cancer registry", "ncras", "ndrs",
    ),
    _exempt(
        "exempt-rare",
        "National congenital anomaly and rare disease register",
        "the national register of congenital anomalies and rare diseases is a named exemption",
        "The register needs every case. People can ask the register itself to leave them out.",
        "rare disease register", "congenital anomaly", "ncardrs", "ndrs",
    ),
    _exempt(
        "exempt-screening",
        "Oversight of population screening programmes",
        "oversight of population screening programmes is a named exemption",
        "Whether a programme is safe can only be seen from everyone it invites. Programmes have opt-outs of their own.",
        "screening", "breast screening", "cervical screening", "bowel screening",
    ),
    _exempt(
        "exempt-assuring",
        "Assuring Transformation",
        "Assuring Transformation is a named exemption",
        "It follows the hospital care of every person with a learning disability and every autistic person in it.",
        "assuring transformation", "learning disability", "autism",
    ),
    Outcome(
        "exempt-cag",
        Verdict.DOES_NOT_APPLY,
        "Exempt by a decision after CAG advice",
        "a decision after CAG advice says that your work need not apply the opt-out",
        "Some audits and other work would fail without everyone, and have been exempted one by one. Such a decision "
        f"can have conditions and an end. {ONLY_THIS_WORK}",
        f"{EXEMPTION}: decision on single applications after advice of the Confidentiality Advisory Group",
        (
            NextStep("Keep the decision letter with this record, and note when it ends"),
            NextStep("Meet each condition in the letter"),
            NextStep("Read about section 251 and CAG", "researchers/section-251-and-cag"),
            KEEP_RECORD,
        ),
        ("national audit", "cag exemption", "cag decision", "exempt audit"),
    ),
)  # fmt: skip
