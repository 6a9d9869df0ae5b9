"""Code lists of paper forms and the cases they make. Source: the policy's paper process."""

from django.db import models

from registry.models.codes import AuditAction


class FormType(models.TextChoices):
    """The four paper forms."""

    SELF = "self", "Self, 13 or over"
    CHILDREN = "children", "Children under 13"
    ADULT_DEPENDANT = "adult_dependant", "Adult dependant"
    DETAINED = "detained", "Detained and secure estate"


class ArrivedBy(models.TextChoices):
    """How a form came."""

    POST = "post", "Post"
    EMAIL = "email", "Email"


class CaseState(models.TextChoices):
    """The life of a paper form."""

    RECEIVED = "received", "Waiting for its scan"
    TO_ENTER = "to_enter", "To be entered"
    TO_CHECK = "to_check", "To be keyed a second time"
    TO_SETTLE = "to_settle", "Differences to settle"
    TO_DECIDE = "to_decide", "To be decided"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned to the sender"
    CLOSED = "closed", "Closed without a letter"


# Each state with those that may follow it and the audit event of the move; `actions.cases.moves` moves by nothing else.
CASE_TRANSITIONS: dict[CaseState, dict[CaseState, AuditAction]] = {
    CaseState.RECEIVED: {CaseState.TO_ENTER: AuditAction.CASE_SCANNED, CaseState.CLOSED: AuditAction.CASE_CLOSED},
    CaseState.TO_ENTER: {
        CaseState.TO_CHECK: AuditAction.CASE_ENTERED,
        CaseState.TO_DECIDE: AuditAction.CASE_ENTERED,
        CaseState.CLOSED: AuditAction.CASE_CLOSED,
    },
    CaseState.TO_CHECK: {
        CaseState.TO_SETTLE: AuditAction.CASE_CHECKED,
        CaseState.TO_DECIDE: AuditAction.CASE_CHECKED,
        CaseState.CLOSED: AuditAction.CASE_CLOSED,
    },
    CaseState.TO_SETTLE: {
        CaseState.TO_DECIDE: AuditAction.CASE_SETTLED,
        CaseState.CLOSED: AuditAction.CASE_CLOSED,
    },
    CaseState.TO_DECIDE: {
        CaseState.ACCEPTED: AuditAction.CASE_ACCEPTED,
        CaseState.RETURNED: AuditAction.CASE_RETURNED,
        CaseState.CLOSED: AuditAction.CASE_CLOSED,
        CaseState.TO_ENTER: AuditAction.CASE_REOPENED,
    },
    CaseState.ACCEPTED: {},
    CaseState.RETURNED: {CaseState.TO_ENTER: AuditAction.CASE_REOPENED},
    CaseState.CLOSED: {CaseState.TO_ENTER: AuditAction.CASE_REOPENED},
}
OPEN_CASE_STATES = (
    CaseState.RECEIVED,
    CaseState.TO_ENTER,
    CaseState.TO_CHECK,
    CaseState.TO_SETTLE,
    CaseState.TO_DECIDE,
)
DECIDED_CASE_STATES = (CaseState.ACCEPTED, CaseState.RETURNED, CaseState.CLOSED)


class EntryKind(models.TextChoices):
    """Which keying of a form this is."""

    FIRST = "first", "First keying"
    SECOND = "second", "Second keying, blind"
    SETTLED = "settled", "Settled differences"


class SecondCheck(models.TextChoices):
    """Why a form is keyed a second time; blank: it is not."""

    FORM_TYPE = "form_type", "Someone acts for the person"
    NO_NUMBER = "no_number", "No NHS number on the form"
    SAMPLE = "sample", "Random sample"


class ReturnReason(models.TextChoices):
    """Why a form goes back to whoever sent it. Several may hold."""

    NO_IDENTITY = "no_identity", "No NHS number, and identity papers are missing or from one list only"
    ADDRESS_PROOF_OLD = "address_proof_old", "The proof of address is more than 3 months old"
    IDENTITY_EXPIRED = "identity_expired", "The identity document is out of date"
    NOT_SIGNED = "not_signed", "Not signed or not dated"
    NO_CHOICE = "no_choice", "No choice is ticked, or both are"
    CHILD_IS_13 = "child_is_13", "The child is 13 or over"
    NO_AUTHORITY = "no_authority", "No proof of authority"
    WRONG_AUTHORITY = "wrong_authority", "The wrong kind of authority"
    SIGNATORY = "signatory", "The person who signed is not the named parent, attorney or deputy"
    TOO_MANY_CHILDREN = "too_many_children", "More than 6 children"
    NAME_MISMATCH = "name_mismatch", "The name does not match the NHS number"
    NO_MATCH = "no_match", "No record matches, or several do"
    SUPERSEDED_NUMBER = "superseded_number", "The NHS number was replaced and its new owner is not certain"
    PERSON_DIED = "person_died", "The person has died"
    NO_EMAIL = "no_email", "A reply by email is asked for, but no email address is given"
    ORIGINALS_SENT = "originals_sent", "Original documents were sent"
    UNREADABLE = "unreadable", "The form cannot be read"
    WRONG_SERVICE = "wrong_service", "A Type 1 opt-out form, which the GP practice deals with"


class CloseReason(models.TextChoices):
    """Why a case ends without a letter."""

    DUPLICATE = "duplicate", "The same form is another case"
    PERSON_DIED = "person_died", "The person has died and nobody else asked"
    NOBODY_TO_WRITE_TO = "nobody_to_write_to", "It cannot be read whom to write to"
    NOT_A_FORM = "not_a_form", "Not one of our forms and nothing to answer"


class Evidence(models.TextChoices):
    """Papers that came with a form. Source: the policy's lists A and B, parental responsibility and authority."""

    DRIVING_LICENCE = "driving_licence", "Driving licence"
    PASSPORT = "passport", "Passport"
    BIRTH_CERTIFICATE = "birth_certificate", "Birth certificate"
    MARRIAGE_CERTIFICATE = "marriage_certificate", "Marriage certificate"
    UTILITY_BILL = "utility_bill", "Utility bill"
    BANK_STATEMENT = "bank_statement", "Bank statement"
    CREDIT_CARD_STATEMENT = "credit_card_statement", "Credit card statement"
    BENEFIT_BOOK = "benefit_book", "Benefit or pension book"
    CHILD_PASSPORT = "child_passport", "Child's passport"
    CHILD_BIRTH_CERTIFICATE = "child_birth_certificate", "Child's birth certificate"
    FULL_BIRTH_CERTIFICATE = "full_birth_certificate", "Full birth certificate naming the parent"
    PARENTS_MARRIAGE = "parents_marriage", "Marriage certificate of the parents"
    ADOPTION_CERTIFICATE = "adoption_certificate", "Adoption certificate"
    PARENTAL_ORDER = "parental_order", "Parental responsibility order"
    RESIDENCE_ORDER = "residence_order", "Residence order"
    COURT_ORDER = "court_order", "Court order"
    HEALTH_LPA = "health_lpa", "Lasting power of attorney, health and welfare"
    PROPERTY_LPA = "property_lpa", "Lasting power of attorney, property and financial"
    DEPUTY_ORDER = "deputy_order", "Court of Protection deputy order"


LIST_A = frozenset(
    {Evidence.DRIVING_LICENCE, Evidence.PASSPORT, Evidence.BIRTH_CERTIFICATE, Evidence.MARRIAGE_CERTIFICATE}
)
LIST_B = frozenset(
    {Evidence.UTILITY_BILL, Evidence.BANK_STATEMENT, Evidence.CREDIT_CARD_STATEMENT, Evidence.BENEFIT_BOOK}
)
CHILD_IDENTITY = frozenset({Evidence.CHILD_PASSPORT, Evidence.CHILD_BIRTH_CERTIFICATE})
PARENTAL_RESPONSIBILITY = frozenset(
    {
        Evidence.FULL_BIRTH_CERTIFICATE,
        Evidence.PARENTS_MARRIAGE,
        Evidence.ADOPTION_CERTIFICATE,
        Evidence.PARENTAL_ORDER,
        Evidence.RESIDENCE_ORDER,
        Evidence.COURT_ORDER,
    }
)
AUTHORITY = frozenset({Evidence.HEALTH_LPA, Evidence.PROPERTY_LPA, Evidence.DEPUTY_ORDER})
