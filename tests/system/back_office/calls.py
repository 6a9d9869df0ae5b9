"""The pages of a call, from its start to its reference, and the ways that it can go wrong."""

from django.urls import reverse

from registry.models import ProxyRole, Role, Source, StaffUser
from registry.parties import Proxy
from tests.factories import DemographicsFactory, PreferenceFactory
from tests.support.calls import Agent
from tests.support.staff import make_staff
from tests.system.state import State
from tests.system.visitor import YES, Visitor

AUTHORITY = {
    "name": "Zora Sample",
    "contact": "1 Proxy Street, Leeds",
    "authority": "health_lpa",
    "case_reference": "12345-C",
}
NOBODY = {
    "given_name": "Nobody",
    "family_name": "Nowhere",
    "date_of_birth_day": "7",
    "date_of_birth_month": "3",
    "date_of_birth_year": "1980",
    "postcode": "LS1 4AP",
}


def agent(visitor: Visitor) -> Agent:
    """The visitor's browser belongs to an agent."""
    user = StaffUser.objects.create_user(
        username=f"caller-{visitor.person.pk}", password=None, display_name="Priya Fenwick", roles=[Role.AGENT]
    )
    return Agent(user, visitor.client)


def calls(visitor: Visitor) -> str:
    """One open call and one that ended."""
    taking = agent(visitor).start("complaint")
    taking.client.post(taking.address("call-end"), {"outcome": "information"})
    taking.start().find(visitor.person)
    return reverse("staff:call-list")


def new_call(visitor: Visitor) -> str:
    agent(visitor)
    return reverse("staff:call-start")


def finding(visitor: Visitor) -> str:
    return agent(visitor).start().address("call-step", "find")


def asking(visitor: Visitor) -> str:
    taking = agent(visitor).start()
    taking.find(visitor.person)
    return taking.address("call-step", "question")


def asking_after_a_slip(visitor: Visitor) -> str:
    taking = agent(visitor).start()
    taking.find(visitor.person)
    for _ in range(2):
        taking.say(visitor.person, rightly=False)
    return taking.address("call-step", "question")


def refused(visitor: Visitor) -> str:
    return agent(visitor).start().refuse(visitor.person).address("call")


def proved(visitor: Visitor) -> Agent:
    PreferenceFactory(person=DemographicsFactory(nhs_number=visitor.person.nhs_number), status=YES)
    return agent(visitor).start().prove(visitor.person)


def choice(visitor: Visitor) -> str:
    return proved(visitor).address("call-step", "choice")


def confirm_by(visitor: Visitor) -> str:
    taking = proved(visitor)
    taking.post("choice", choice="opted_out")
    return taking.address("call-step", "confirm-by")


def review(visitor: Visitor) -> str:
    return proved(visitor).choose().address("call-step", "review")


def saved(visitor: Visitor) -> str:
    taking = proved(visitor).choose()
    taking.save()
    return taking.address("call")


def by_an_attorney(visitor: Visitor) -> Agent:
    """An attorney whose proof came with an earlier form."""
    PreferenceFactory(
        person=DemographicsFactory(nhs_number=visitor.person.nhs_number),
        source=Source.PAPER,
        party=Proxy(ProxyRole.POWER_OF_ATTORNEY, "Zora Sample"),
        case_reference="12345-C",
    )
    return Agent(make_staff(Role.AGENT, password=None)).start(caller="POA").prove(visitor.person)


def authority(visitor: Visitor) -> str:
    return agent(visitor).start(caller="POA").prove(visitor.person).address("call-step", "authority")


def to_approve(visitor: Visitor) -> Agent:
    """A second person, and a choice that waits for one."""
    taken = by_an_attorney(visitor)
    taken.post("authority", **AUTHORITY)
    taken.choose().save()
    checker = Agent(make_staff(Role.CHECKER, password=None), visitor.client)
    checker.call = taken.call
    return checker


def approvals(visitor: Visitor) -> str:
    to_approve(visitor)
    return reverse("staff:call-approval-list")


def approval(visitor: Visitor) -> str:
    return to_approve(visitor).address("call-approval")


def other_way(name: str):
    """A page that leads somewhere else than to a choice."""
    return lambda visitor: proved(visitor).address(name)


def handed_over(visitor: Visitor) -> str:
    taking = agent(visitor).start("online_help")
    path: str = taking.client.post(taking.address("call-website"))["Location"]
    return path


def assisted(visitor: Visitor) -> str:
    visitor.client.post(handed_over(visitor))
    return reverse("choice:question", args=["name"])


STATES = (
    State("staff-calls", "staff:call-list", calls),
    State("staff-call-start", "staff:call-start", new_call),
    State("staff-call-start-empty", "staff:call-start", new_call, {}, 422),
    State("staff-call-find", "staff:call-step", finding),
    State("staff-call-no-match", "staff:call-step", finding, NOBODY, 422),
    State("staff-call-question", "staff:call-step", asking),
    State("staff-call-question-failed", "staff:call-step", asking_after_a_slip),
    State("staff-call-refused", "staff:call", refused),
    State("staff-call-no-evidence", "staff:call-step", authority, AUTHORITY, 422),
    State("staff-call-choice", "staff:call-step", choice),
    State("staff-call-confirm-by", "staff:call-step", confirm_by),
    State("staff-call-review", "staff:call-step", review),
    State("staff-call-saved", "staff:call", saved),
    State("staff-call-form", "staff:call-form", other_way("call-form")),
    State("staff-call-back", "staff:call-back", other_way("call-back"), {"number": "my mobile"}, 422),
    State("staff-call-notes", "staff:call-notes", other_way("call-notes")),
    State("staff-call-end", "staff:call-end", other_way("call-end")),
    State("staff-call-approvals", "staff:call-approval-list", approvals),
    State("staff-call-approval", "staff:call-approval", approval),
    State("assisted-start", "choice:assisted", handed_over),
    State("assisted-name", "choice:question", assisted),
)
