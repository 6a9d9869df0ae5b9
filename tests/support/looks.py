"""A member of staff who looks at a person, and the ways in which a page of the back office comes to show one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from registry.actions.cases.keying import keep_entry, open_entry
from registry.actions.cases.scans import receive_scan
from registry.actions.tasks import create_task
from registry.clock import now
from registry.models import Case, CaseState, FormType, Person, ProxyRole, Role, Source, StaffUser, TaskKind
from registry.parties import Proxy
from staff.cases.paper_answers import answers_of
from tests.factories import DemographicsFactory, PreferenceFactory
from tests.factories.cases import make_case, make_form
from tests.support.calls import Agent
from tests.support.keying import page_of
from tests.support.markup import elements
from tests.support.scans import as_file
from tests.support.staff import as_actor, make_staff

Opening = Callable[[], HttpResponse]
Prepare = Callable[["Looker"], Opening]


@dataclass
class Looker:
    """A member of staff with every role, their browser, and the person whom they look at."""

    person: Person
    user: StaffUser = field(default_factory=lambda: make_staff(*Role))
    agent: Agent = field(init=False)

    def __post_init__(self) -> None:
        self.agent = Agent(self.user)

    @property
    def client(self) -> Client:
        return self.agent.client

    def search(self) -> HttpResponse:
        typed = {"nhs_number": self.person.nhs_number.digits, "reason": "complaint"}
        return self.client.post(reverse("staff:people-search"), typed)

    def link(self, name: str) -> str:
        """One of the pages of the person, whom the search finds."""
        start = reverse("staff:people-search")
        [link] = [at["href"] for at in elements(self.search().content.decode(), "a") if _leads_on(at, start)]
        return reverse(f"staff:person-{name}", args=[link.removeprefix(start).strip("/")])

    def case(self, state: str = CaseState.TO_DECIDE) -> Case:
        """A form about the person that other members of staff brought there."""
        form_type = FormType.ADULT_DEPENDANT
        return make_case(state, form_type, people=[self.person], form=make_form(form_type, [self.person]))


def _leads_on(link: dict[str, str], start: str) -> bool:
    return link.get("href", "").startswith(start) and link["href"] != start


def search(room: Looker) -> Opening:
    return room.search


def person(name: str, **typed: str) -> Prepare:
    """Open one of the person's pages, or send it something."""

    def prepare(room: Looker) -> Opening:
        PreferenceFactory(person=DemographicsFactory(nhs_number=room.person.nhs_number))
        link = room.link(name)
        return partial(room.client.post, link, typed) if typed else partial(room.client.get, link)

    return prepare


def case(name: str, state: str = CaseState.TO_DECIDE, asked: str = "", **typed: str) -> Prepare:
    """Open one of the pages of a case, or send it something."""

    def prepare(room: Looker) -> Opening:
        link = page_of(name, room.case(state)) + asked
        return partial(room.client.post, link, typed) if typed else partial(room.client.get, link)

    return prepare


def letter(kind: str) -> Prepare:
    """Open the letter of a form that goes back."""

    def prepare(room: Looker) -> Opening:
        address = reverse("staff:case-letter", args=[room.case().public_id, kind])
        return partial(room.client.get, f"{address}?reasons=not_signed")

    return prepare


def changed_meanwhile(room: Looker) -> Opening:
    """Send a keying of a form of which somebody else has keyed a part."""
    form, by = make_form(FormType.SELF, [room.person]), as_actor(make_staff(Role.AGENT))
    opened = open_entry(case_id=(made := make_case()).public_id, by=by, at=now())
    typed = answers_of(form, FormType.SELF)
    keep_entry(case_id=made.public_id, answers=typed, version=opened.version, by=by, at=now())
    return partial(room.client.post, page_of("key", made), {"do": "later", "version": "0"})


def scan(name: str, *more: int, is_filed: bool = True) -> Prepare:
    """Open the picture or the PDF of a scan."""

    def prepare(room: Looker) -> Opening:
        of = room.case().public_id if is_filed else None
        by = as_actor(make_staff(Role.AGENT))
        made = receive_scan(data=as_file("PNG"), name="form.png", case_id=of, by=by, at=now())
        return partial(room.client.get, reverse(f"staff:{name}", args=[made.pk, *more]))

    return prepare


def call(name: str, *more: str, is_saved: bool = False) -> Prepare:
    """Open a page of a call whose caller is proved."""

    def prepare(room: Looker) -> Opening:
        agent = room.agent.start().prove(room.person)
        if is_saved or "review" in more:
            agent.choose()
        if is_saved:
            agent.save()
        return partial(agent.client.get, agent.address(name, *more))

    return prepare


def question(room: Looker) -> Opening:
    agent = room.agent.start()
    agent.find(room.person)
    return partial(agent.get, "question")


def approval(**typed: str) -> Prepare:
    """Open a choice that an attorney made by phone with another member of staff."""

    def prepare(room: Looker) -> Opening:
        of = DemographicsFactory(nhs_number=room.person.nhs_number, date_of_birth=room.person.date_of_birth)
        attorney = Proxy(ProxyRole.POWER_OF_ATTORNEY, "Zora Sample", "1 Proxy Street")
        PreferenceFactory(person=of, source=Source.PAPER, party=attorney, case_reference="12345-C")
        agent = Agent(make_staff(Role.AGENT)).start(caller="POA").prove(room.person)
        agent.post("authority", name="Zora Sample", contact="x", authority="health_lpa", case_reference="12345-C")
        agent.choose("allowed", "sms").save()
        link = agent.address("call-approval")
        return partial(room.client.post, link, typed) if typed else partial(room.client.get, link)

    return prepare


def task(room: Looker) -> Opening:
    by, kind = as_actor(make_staff(Role.AGENT)), TaskKind.REVIEW_LOOK_UP
    made = create_task(kind=kind, due_at=now(), nhs_number=room.person.nhs_number, by=by, at=now())
    return partial(room.client.get, reverse("staff:task-detail", args=[made.public_id]))
