"""What two hundred made-up people wrote on their paper forms, mistakes included. The same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from registry.actions.demo_crowd import crowd
from registry.demographics import Demographics
from registry.models import CaseState, Evidence, FormType, ProxyRole, Status
from registry.paper import PaperForm, PaperPerson
from registry.policies import age_on

CHILD_UNTIL = 13
NO_NUMBER = 0.2
# How many of each 200 stand where, oldest work first decided: a room on a busy Tuesday.
STANDING: tuple[tuple[CaseState, int], ...] = (
    (CaseState.ACCEPTED, 44),
    (CaseState.RETURNED, 16),
    (CaseState.CLOSED, 6),
    (CaseState.TO_DECIDE, 20),
    (CaseState.TO_SETTLE, 12),
    (CaseState.TO_CHECK, 30),
    (CaseState.TO_ENTER, 60),
    (CaseState.RECEIVED, 12),
)
FORM_TYPES = (FormType.SELF,) * 7 + (FormType.CHILDREN, FormType.ADULT_DEPENDANT, FormType.DETAINED)


@dataclass(frozen=True, repr=False)
class DemoForm:
    """One form: its kind, when it came, where its case shall stand, what it says, and whom it is about."""

    number: int
    form_type: FormType
    received_on: date
    state: CaseState
    form: PaperForm
    people: tuple[Demographics, ...]


def demo_forms(size: int, *, today: date) -> list[DemoForm]:
    """Return `size` forms, spread over the states as in STANDING, with people of their own."""
    chance = Random(14)  # noqa: S311 - made-up forms, nothing secret
    folk = iter(crowd(2 * size + 40, today=today))
    return [_form(number, state, folk, chance, today) for number, state in enumerate(_states(size))]


def _states(size: int) -> list[CaseState]:
    """Return the state of each form: as in STANDING, but every state at least once, however small the room."""
    whole = [state for state, count in STANDING for _ in range(count)]
    if size >= len(whole):
        return whole + [CaseState.TO_ENTER] * (size - len(whole))
    rest = size - len(STANDING)
    return [state for state, _ in STANDING] + [whole[index * len(whole) // rest] for index in range(rest)]


def _form(number: int, state: CaseState, folk: Iterator[Demographics], chance: Random, today: date) -> DemoForm:
    form_type = chance.choice(FORM_TYPES) if state != CaseState.TO_SETTLE else FormType.ADULT_DEPENDANT
    people = _people(form_type, folk, chance, today)
    received_on = today - timedelta(days=_age(state, chance))
    knows_number = chance.random() > NO_NUMBER and not (state == CaseState.TO_CHECK and form_type == FormType.SELF)
    form = _filled_in(form_type, people, received_on, chance, knows_number=knows_number)
    if state == CaseState.RETURNED:
        form = replace(form, is_signed=False, signed_on=None)
    return DemoForm(number, form_type, received_on, state, form, people)


def _age(state: CaseState, chance: Random) -> int:
    """Return how many days ago the form came; a few that wait are late."""
    if state in {CaseState.ACCEPTED, CaseState.RETURNED, CaseState.CLOSED}:
        return chance.randrange(6, 24)
    return chance.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15))


def _people(form_type: FormType, folk: Iterator[Demographics], chance: Random, today: date) -> tuple[Demographics, ...]:
    """Take the next people of the right age; some children come with a brother or a sister."""
    wants_child = form_type == FormType.CHILDREN
    fitting = (person for person in folk if (age_on(person.date_of_birth, today) < CHILD_UNTIL) == wants_child)
    first = next(fitting)
    others = [next(fitting) for _ in range(chance.choice((0, 0, 1, 2)))] if wants_child else []
    return (first, *(_at_home_with(first, other) for other in others))


def _at_home_with(first: Demographics, other: Demographics) -> Demographics:
    return replace(other, family_name=first.family_name, address_lines=first.address_lines, postcode=first.postcode)


def _filled_in(
    form_type: FormType, people: Sequence[Demographics], received_on: date, chance: Random, *, knows_number: bool
) -> PaperForm:
    """Write the form as its sender did; who does not know the NHS number sends two papers."""
    first, signatory = people[0], _signatory(form_type, people[0])
    papers = _papers(form_type) | (frozenset() if knows_number else _identity(form_type))
    by_email = chance.random() < 0.3 and bool(first.email)  # noqa: PLR2004
    return PaperForm(
        people=tuple(_as_written(person, knows_number=knows_number) for person in people),
        status=Status.OPTED_OUT if chance.random() < 0.85 else Status.ALLOWED,  # noqa: PLR2004
        address_lines=first.address_lines,
        postcode=first.postcode,
        reply_by="email" if by_email else "post",
        email=first.email if by_email else "",
        is_signed=True,
        signed_on=received_on - timedelta(days=chance.randrange(1, 5)),
        signatory=signatory,
        representative="" if form_type == FormType.SELF else signatory,
        proxy_role=PROXY[form_type],
        evidence=papers,
    )


PROXY = {
    FormType.SELF: None,
    FormType.CHILDREN: ProxyRole.GUARDIAN,
    FormType.ADULT_DEPENDANT: ProxyRole.POWER_OF_ATTORNEY,
    FormType.DETAINED: ProxyRole.CLINICIAN,
}


def _signatory(form_type: FormType, person: Demographics) -> str:
    given = "Rowan" if form_type == FormType.CHILDREN else "Morgan"
    return person.full_name if form_type == FormType.SELF else f"{given} {person.family_name}"


def _papers(form_type: FormType) -> frozenset[Evidence]:
    return {
        FormType.SELF: frozenset[Evidence](),
        FormType.CHILDREN: frozenset({Evidence.FULL_BIRTH_CERTIFICATE}),
        FormType.ADULT_DEPENDANT: frozenset({Evidence.HEALTH_LPA}),
        FormType.DETAINED: frozenset[Evidence](),
    }[form_type]


def _identity(form_type: FormType) -> frozenset[Evidence]:
    if form_type == FormType.CHILDREN:
        return frozenset({Evidence.CHILD_PASSPORT})
    return frozenset({Evidence.PASSPORT, Evidence.UTILITY_BILL})


def _as_written(person: Demographics, *, knows_number: bool) -> PaperPerson:
    return PaperPerson(
        person.given_names,
        person.family_name,
        person.date_of_birth,
        person.nhs_number if knows_number else None,
    )
