"""A paper form as a journey: the same engine as the website's, its steps all on one page.

Which steps apply follows from the form's type, a fact, and from what is typed. Answers are what was typed, by step.
"""

from collections.abc import Callable
from typing import Any

from django.forms import Form

from ndop.jinja import date_words
from ndop.journeys import Journey, State, Step
from registry.models import AUTHORITY, PARENTAL_RESPONSIBILITY, Evidence, FormType
from registry.paper_rules import evidence_needed
from staff.cases import keying_forms as forms

Applies = Callable[[State], bool]
Describe = Callable[[Form], str]


def is_of(*form_types: FormType) -> Applies:
    """Make the rule for a step that these forms have."""
    return lambda state: bool(state.facts & set(form_types))


def has_child(position: int) -> Applies:
    """Make the rule for a child's step: the first is always there, the others once they are typed."""
    return lambda state: FormType.CHILDREN in state.facts and (position == 1 or f"child-{position}" in state.answers)


def gives_numbers(state: State) -> bool:
    """Say whether an NHS number is typed for everybody on the form."""
    people = [answers for slug, answers in state.answers.items() if slug == "nhs-number" or slug.startswith("child-")]
    typed = [value for answers in people for name, value in answers.items() if name.endswith("nhs_number")]
    return bool(typed) and len(typed) == len(people) and all(value.strip() for value in typed)


def lacks_number(*form_types: FormType) -> Applies:
    """Make the rule for identity papers, which matter only without an NHS number."""
    return lambda state: is_of(*form_types)(state) and not gives_numbers(state)


def identity_papers(form_type: FormType) -> list[Evidence]:
    """List the papers that show who somebody is, but those that a later step of the same form asks for."""
    later = set().union(*(group.papers for group in evidence_needed(form_type, has_number=True)), set())
    asked = [paper for group in evidence_needed(form_type, has_number=False) for paper in group.papers]
    return [paper for paper in asked if paper not in later]


def words(value: Any) -> str:
    """Write one cleaned value as people read it."""
    if hasattr(value, "spaced"):
        return str(value.spaced)
    return date_words(value) if hasattr(value, "year") else str(value or "")


def joined(*names: str, by: str = " ") -> Describe:
    """Make a description out of some answers of a step."""
    return lambda form: by.join(filter(None, (words(form.cleaned_data[name]) for name in names))) or "Not given"


def address(form: Form) -> str:
    """Write an address on one line."""
    parts = [*form.cleaned_data["address"], form.cleaned_data["postcode"]]
    return ", ".join(filter(None, parts)) or "Not given"


def ticked(form: Form) -> str:
    """List the boxes that are ticked."""
    return ", ".join(str(form.fields[name].label) for name in form.fields if form.cleaned_data[name]) or "None"


def chosen(name: str) -> Describe:
    """Make a description in the words of the chosen radio."""

    def describe(form: Form) -> str:
        choices: dict[Any, str] = dict(form.fields[name].choices)  # type: ignore[attr-defined]  # a choice field
        return str(choices.get(form.cleaned_data[name], "Not given"))

    return describe


def reply(form: Form) -> str:
    """Say how the answer goes out."""
    return f"Email: {form.cleaned_data['email'] or 'no address given'}" if _by_email(form) else "Post"


def _by_email(form: Form) -> bool:
    return bool(form.cleaned_data["reply_by"] == "email")


def proxy(form: Form) -> str:
    """Say who acts, and as what."""
    name = form.cleaned_data["representative"] or "No name given"
    return f"{name}, {chosen('proxy_role')(form).lower()}"


def signature(form: Form) -> str:
    """Say whether the form is signed, when and by whom."""
    signed = form.cleaned_data["is_signed"]
    parts = ["Signed" if signed else "Not signed", words(form.cleaned_data["signed_on"]) or "no date"]
    by = form.cleaned_data["signatory"]
    return ", ".join([*parts, f"by {by}"] if by else parts)


ONE_PERSON = (FormType.SELF, FormType.ADULT_DEPENDANT, FormType.DETAINED)
IdentityForm = forms.papers_form(
    "IdentityForm",
    identity_papers(FormType.SELF),
    identity_is_out_of_date=forms.tick("The list A paper is out of date"),
    address_proof_is_old=forms.tick("The list B paper is older than 3 months"),
)
ChildIdentityForm = forms.papers_form(
    "ChildIdentityForm",
    identity_papers(FormType.CHILDREN),
    identity_is_out_of_date=forms.tick("The paper is out of date"),
)
ParentalForm = forms.papers_form("ParentalForm", [paper for paper in Evidence if paper in PARENTAL_RESPONSIBILITY])
AuthorityForm = forms.papers_form("AuthorityForm", [paper for paper in Evidence if paper in AUTHORITY])


def step(slug: str, label: str, form_class: type[Form], applies: Applies, describe: Describe) -> Step:
    """Make a step; its title is its label, as all steps share one page."""
    return Step(slug, label, form_class, applies=applies, label=label, describe=describe)


CHILD = joined("given_names", "family_name", "nhs_number", "date_of_birth", by=", ")
JOURNEY = Journey(
    "paper",
    (
        step("person", "Name", forms.PersonForm, is_of(*ONE_PERSON), joined("given_names", "family_name")),
        step("nhs-number", "NHS number", forms.NumberForm, is_of(*ONE_PERSON), joined("nhs_number")),
        step("date-of-birth", "Date of birth", forms.BirthForm, is_of(*ONE_PERSON), joined("date_of_birth")),
        *(
            step(f"child-{position}", f"Child {position}", form_class, has_child(position), CHILD)
            for position, form_class in enumerate(forms.CHILD_FORMS, start=1)
        ),
        step("parent", "Parent or guardian", forms.ParentForm, is_of(FormType.CHILDREN), joined("representative")),
        step("proxy", "Acts for the person", forms.ProxyForm, is_of(FormType.ADULT_DEPENDANT), proxy),
        step(
            "professional",
            "Healthcare professional",
            forms.ProfessionalForm,
            is_of(FormType.DETAINED),
            joined("representative"),
        ),
        step("address", "Address", forms.AddressForm, is_of(*FormType), address),
        step("identity", "Identity papers", IdentityForm, lacks_number(*ONE_PERSON), ticked),
        step("identity-of-children", "Identity papers", ChildIdentityForm, lacks_number(FormType.CHILDREN), ticked),
        step("parental", "Parental responsibility", ParentalForm, is_of(FormType.CHILDREN), ticked),
        step("authority", "Authority to act", AuthorityForm, is_of(FormType.ADULT_DEPENDANT), ticked),
        step("choice", "Choice", forms.ChoiceForm, is_of(*FormType), chosen("choice")),
        step("reply", "Reply by", forms.ReplyForm, is_of(*FormType), reply),
        step("signature", "Signature", forms.SignatureForm, is_of(*FormType), signature),
        step("remarks", "About the form", forms.RemarksForm, is_of(*ONE_PERSON), ticked),
        step("children-remarks", "About the form", forms.ChildrenRemarksForm, is_of(FormType.CHILDREN), ticked),
    ),
)
