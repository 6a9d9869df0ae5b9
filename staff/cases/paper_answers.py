"""From typed answers to what a form says, and back. The only place that knows both."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ndop.journeys import State
from registry.models import FormType, ProxyRole, Status
from registry.paper import PaperForm, PaperPerson
from staff.cases.journey import JOURNEY
from staff.cases.keying_forms import NEITHER, PapersForm

Answers = dict[str, dict[str, str]]


def paper_form(state: State) -> PaperForm:
    """Return what the form says. Every step that applies must be valid."""
    steps = [(step.slug, step.form(state)) for step in JOURNEY.applicable(state)]
    for _, form in steps:
        form.is_valid()
    said: dict[str, Any] = {name: value for _, form in steps for name, value in form.cleaned_data.items()}
    papers = frozenset().union(*(form.papers() for _, form in steps if isinstance(form, PapersForm)), frozenset())
    return PaperForm(
        people=_people(state, dict(steps), said),
        status=Status(said["choice"]) if said["choice"] in Status.values else None,
        address_lines=said["address"],
        postcode=said["postcode"],
        reply_by=said["reply_by"] or "post",
        email=said["email"],
        representative=said.get("representative", ""),
        proxy_role=ProxyRole(said["proxy_role"]) if said.get("proxy_role") else None,
        is_signed=said["is_signed"],
        signed_on=said["signed_on"],
        signatory=said["signatory"],
        evidence=papers,
        identity_in_date=not said.get("identity_is_out_of_date"),
        address_proof_is_recent=not said.get("address_proof_is_old"),
        originals_sent=said["originals_sent"],
        more_than_six_children=said.get("more_than_six_children", False),
        is_readable=not said["cannot_be_read"],
        is_wrong_service=said["wrong_service"],
    )


def _people(state: State, forms: dict[str, Any], said: Mapping[str, Any]) -> tuple[PaperPerson, ...]:
    """Return the people on the form; somebody of whom nothing was typed is nobody."""
    named = [forms[slug].cleaned_data for slug in forms if slug.startswith("child-")]
    if FormType.CHILDREN not in state.facts:
        named = [dict(said)]
    people = [
        PaperPerson(one["given_names"], one["family_name"], one["date_of_birth"], one["nhs_number"] or None)
        for one in named
    ]
    return tuple(person for person in people if person != PaperPerson("", ""))


def answers_of(form: PaperForm, form_type: FormType) -> Answers:
    """Return what would have to be typed for a form to say this."""
    typed = dict(_typed(form, form_type))
    state = State({}, frozenset({form_type}))
    slugs = [step.slug for step in JOURNEY.steps if step.slug.startswith("child-") or step.applies(state)]
    answers: Answers = {}
    for slug in slugs:
        step = JOURNEY.step(slug)
        assert step
        kept = step.raw(step.form_class(data=typed))
        if kept or step.applies(state):
            answers[slug] = kept
    return answers


def _typed(form: PaperForm, form_type: FormType) -> Iterator[tuple[str, str]]:
    """Give each input that is not empty, by its name."""
    for position, person in enumerate(form.people, start=1):
        yield from _person(person, f"child-{position}-" if form_type == FormType.CHILDREN else "")
    yield "address", "\n".join(form.address_lines)
    yield "postcode", form.postcode
    yield "choice", form.status.value if form.status else NEITHER
    yield "reply_by", form.reply_by
    yield "email", form.email
    yield "representative", form.representative
    yield "proxy_role", form.proxy_role.value if form.proxy_role else ""
    yield "signatory", form.signatory
    yield from _day("signed_on", form.signed_on)
    for name, holds in _ticks(form).items():
        if holds:
            yield name, "on"


def _person(person: PaperPerson, prefix: str) -> Iterator[tuple[str, str]]:
    yield f"{prefix}given_names", person.given_names
    yield f"{prefix}family_name", person.family_name
    yield f"{prefix}nhs_number", person.nhs_number.spaced if person.nhs_number else ""
    yield from _day(f"{prefix}date_of_birth", person.date_of_birth)


def _day(name: str, value: date | None) -> Iterator[tuple[str, str]]:
    for part in ("day", "month", "year"):
        yield f"{name}_{part}", str(getattr(value, part)) if value else ""


def _ticks(form: PaperForm) -> dict[str, bool]:
    return {
        **{paper.value: True for paper in form.evidence},
        "is_signed": form.is_signed,
        "identity_is_out_of_date": not form.identity_in_date,
        "address_proof_is_old": not form.address_proof_is_recent,
        "cannot_be_read": not form.is_readable,
        "originals_sent": form.originals_sent,
        "wrong_service": form.is_wrong_service,
        "more_than_six_children": form.more_than_six_children,
    }
