"""What a paper form needs before it may be accepted. Source: the policy's evidence checklist and reasons to return."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from registry.matching import name_key
from registry.models import (
    AUTHORITY,
    CHILD_IDENTITY,
    LIST_A,
    LIST_B,
    PARENTAL_RESPONSIBILITY,
    Evidence,
    FormType,
    ProxyRole,
    ReturnReason,
    SecondCheck,
)
from registry.paper import MOST_CHILDREN, PaperForm
from registry.policies import age_on

# A full birth certificate names the child too.
CHILD_PAPERS = CHILD_IDENTITY | {Evidence.FULL_BIRTH_CERTIFICATE}
ROLE_OF_PAPER = {
    Evidence.HEALTH_LPA: ProxyRole.POWER_OF_ATTORNEY,
    Evidence.PROPERTY_LPA: ProxyRole.POWER_OF_ATTORNEY,
    Evidence.DEPUTY_ORDER: ProxyRole.COURT_DEPUTY,
}
ROLES_OF_FORM: dict[FormType, frozenset[ProxyRole]] = {
    FormType.SELF: frozenset(),
    FormType.CHILDREN: frozenset({ProxyRole.GUARDIAN}),
    FormType.ADULT_DEPENDANT: frozenset({ProxyRole.POWER_OF_ATTORNEY, ProxyRole.COURT_DEPUTY}),
    FormType.DETAINED: frozenset({ProxyRole.CLINICIAN}),
}


@dataclass(frozen=True)
class EvidenceGroup:
    """Papers of which one must have come with the form. `label` heads them on the keying page."""

    label: str
    papers: tuple[Evidence, ...]
    missing: ReturnReason


def evidence_needed(form_type: FormType, *, has_number: bool) -> list[EvidenceGroup]:
    """Return the groups of papers that this form needs one of each of; none for a self form with an NHS number."""
    groups = [] if has_number else _identity_groups(form_type)
    if form_type == FormType.CHILDREN:
        groups.append(_group("Parental responsibility", PARENTAL_RESPONSIBILITY, ReturnReason.NO_AUTHORITY))
    if form_type == FormType.ADULT_DEPENDANT:
        groups.append(_group("Authority to act", AUTHORITY, ReturnReason.NO_AUTHORITY))
    return groups


def _identity_groups(form_type: FormType) -> list[EvidenceGroup]:
    if form_type == FormType.CHILDREN:
        return [_group("The child's identity", CHILD_PAPERS, ReturnReason.NO_IDENTITY)]
    return [
        _group("Identity: list A, in date", LIST_A, ReturnReason.NO_IDENTITY),
        _group("Address: list B, not older than 3 months", LIST_B, ReturnReason.NO_IDENTITY),
    ]


def _group(label: str, papers: frozenset[Evidence], missing: ReturnReason) -> EvidenceGroup:
    return EvidenceGroup(label, tuple(paper for paper in Evidence if paper in papers), missing)


def second_check(form: PaperForm, form_type: FormType, draw: float) -> SecondCheck | str:
    """Say why this form is keyed a second time, or "". `draw` is the case's lot, from 0 to 1.

    What can only go back, because it cannot be read or is not our form, is not keyed twice: it is never accepted.
    """
    if not form.is_readable or form.is_wrong_service:
        return ""
    if form_type != FormType.SELF:
        return SecondCheck.FORM_TYPE
    if not has_numbers(form):
        return SecondCheck.NO_NUMBER
    return SecondCheck.SAMPLE if draw < settings.SECOND_CHECK_SHARE else ""


def has_numbers(form: PaperForm) -> bool:
    """Say whether the form gives an NHS number for everybody on it."""
    return bool(form.people) and all(person.nhs_number for person in form.people)


def return_reasons(form: PaperForm, form_type: FormType, received_on: date) -> list[ReturnReason]:
    """Return why this form cannot be accepted as it is, in the order of the code list; none if it can be.

    What cannot be read, or is a form of another service, has that reason alone: the rest says nothing then.
    """
    if form.is_wrong_service:
        return [ReturnReason.WRONG_SERVICE]
    if not form.is_readable or not form.people:
        return [ReturnReason.UNREADABLE]
    found = {
        *_of_evidence(form, form_type),
        *_of_authority(form, form_type),
        *_of_signature(form, form_type),
        *_of_people(form, form_type, received_on),
        *_of_reply(form),
    }
    return [reason for reason in ReturnReason if reason in found]


def proxy_role(form: PaperForm, form_type: FormType) -> ProxyRole | None:
    """Return as what somebody acts for the person; None on a self form, or when the papers do not say."""
    if form_type == FormType.CHILDREN:
        return ProxyRole.GUARDIAN
    if form_type == FormType.DETAINED:
        return ProxyRole.CLINICIAN
    roles = {ROLE_OF_PAPER[paper] for paper in form.evidence & AUTHORITY} if form_type != FormType.SELF else set()
    if form.proxy_role in roles:
        return form.proxy_role
    return roles.pop() if len(roles) == 1 else None


def _of_evidence(form: PaperForm, form_type: FormType) -> set[ReturnReason]:
    if has_numbers(form):
        return set()
    reasons = {group.missing for group in _identity_groups(form_type) if form.evidence.isdisjoint(group.papers)}
    if not form.identity_in_date:
        reasons.add(ReturnReason.IDENTITY_EXPIRED)
    if not form.address_proof_is_recent and form_type != FormType.CHILDREN:
        reasons.add(ReturnReason.ADDRESS_PROOF_OLD)
    return reasons


def _of_authority(form: PaperForm, form_type: FormType) -> set[ReturnReason]:
    if form.proxy_role and form.proxy_role not in ROLES_OF_FORM[form_type]:
        return {ReturnReason.WRONG_AUTHORITY}
    right = {FormType.CHILDREN: PARENTAL_RESPONSIBILITY, FormType.ADULT_DEPENDANT: AUTHORITY}.get(form_type)
    if right is None:
        return set()
    if form.evidence.isdisjoint(right):
        other = (PARENTAL_RESPONSIBILITY | AUTHORITY) - right - CHILD_PAPERS
        return {ReturnReason.NO_AUTHORITY if form.evidence.isdisjoint(other) else ReturnReason.WRONG_AUTHORITY}
    is_of_another_role = form.proxy_role and proxy_role(form, form_type) != form.proxy_role
    return {ReturnReason.WRONG_AUTHORITY} if is_of_another_role else set()


def _of_signature(form: PaperForm, form_type: FormType) -> set[ReturnReason]:
    if not form.is_signed or form.signed_on is None:
        return {ReturnReason.NOT_SIGNED}
    named = form.representative
    if form_type == FormType.SELF:
        named = f"{form.people[0].given_names} {form.people[0].family_name}"
        return set() if not form.signatory or _same_name(form.signatory, named) else {ReturnReason.SIGNATORY}
    is_named = bool(form.signatory or named)
    fits = is_named and (not form.signatory or not named or _same_name(form.signatory, named))
    return set() if fits else {ReturnReason.SIGNATORY}


def _same_name(signed: str, named: str) -> bool:
    """People sign with initials and leave middle names out: the last name and the first letter must fit."""
    first, second = signed.split(), named.split()
    return bool(first and second) and (
        name_key(signed) == name_key(named)
        or (name_key(first[-1]) == name_key(second[-1]) and name_key(first[0])[:1] == name_key(second[0])[:1])
    )


def _of_people(form: PaperForm, form_type: FormType, received_on: date) -> set[ReturnReason]:
    reasons = set() if form.status else {ReturnReason.NO_CHOICE}
    if form_type != FormType.CHILDREN:
        return reasons
    if form.more_than_six_children or len(form.people) > MOST_CHILDREN:
        reasons.add(ReturnReason.TOO_MANY_CHILDREN)
    born = [person.date_of_birth for person in form.people if person.date_of_birth]
    if any(age_on(day, received_on) >= settings.MINIMUM_AGE for day in born):
        reasons.add(ReturnReason.CHILD_IS_13)
    return reasons


def _of_reply(form: PaperForm) -> set[ReturnReason]:
    reasons = {ReturnReason.ORIGINALS_SENT} if form.originals_sent else set()
    if form.reply_by == "email" and not form.email:
        reasons.add(ReturnReason.NO_EMAIL)
    return reasons
