"""A member of staff at the telephone: walks the pages of a call with Django's client."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from registry.models import Call, Person, StaffUser
from registry.parties import Actor
from tests.support.staff import as_actor, signed_in_client

HIDDEN = re.compile(r'<input type="hidden" name="(turn|submission)" value="([^"]*)">')
WRONG = "nothing like it"


def answers_of(person: Person) -> dict[str, str]:
    """What this person would say to each question."""
    return {
        "first_line": person.address_lines[0] if person.address_lines else "",
        "house_number": person.address_lines[0].split()[0] if person.address_lines else "",
        "postcode": person.postcode,
        "mobile_end": person.mobile[-4:],
        "email_start": person.email.partition("@")[0],
        "middle_name": " ".join(person.given_names.split()[1:]),
        "known_as": person.known_as,
        "gp_practice": person.gp_practice_code,
    }


def details_of(person: Person, **typed: str) -> dict[str, str]:
    """What the agent types to find this person."""
    born = person.date_of_birth
    return {
        "given_name": person.given_names.split()[0],
        "family_name": person.family_name,
        "date_of_birth_day": str(born.day),
        "date_of_birth_month": str(born.month),
        "date_of_birth_year": str(born.year),
        "nhs_number": person.nhs_number.spaced,
    } | typed


@dataclass
class Agent:
    """One member of staff with a browser, in one call at a time."""

    user: StaffUser
    client: Client = field(default_factory=Client)
    call: Call = field(init=False)

    def __post_init__(self) -> None:
        signed_in_client(self.user, self.client)

    @property
    def by(self) -> Actor:
        return as_actor(self.user)

    def address(self, name: str, *more: str) -> str:
        return reverse(f"staff:{name}", args=[self.call.public_id, *more])

    def start(self, reason: str = "set_choice", caller: str = "self") -> "Agent":
        answer = self.client.post(reverse("staff:call-start"), {"reason": reason, "caller": caller})
        assert answer.status_code == 302, answer.status_code
        self.call = Call.objects.filter(agent=self.user).latest("pk")
        return self

    def get(self, step: str) -> HttpResponse:
        return self.client.get(self.address("call-step", step))

    def post(self, step: str, **typed: Any) -> HttpResponse:
        return self.client.post(self.address("call-step", step), typed)

    def refreshed(self) -> Call:
        self.call.refresh_from_db()
        return self.call

    def find(self, person: Person, **typed: str) -> HttpResponse:
        answer = self.post("find", **details_of(person, **typed))
        self.refreshed()
        return answer

    def answer(self, said: str) -> HttpResponse:
        """Answer the open question once."""
        answer = self.post("question", answer=said, turn=str(len(self.refreshed().questions)))
        self.refreshed()
        return answer

    def say(self, person: Person, *, rightly: bool = True) -> HttpResponse:
        """Answer the open question as the person would, or not."""
        kind = self.refreshed().questions[-1]
        return self.answer(answers_of(person)[kind] if rightly else WRONG)

    def prove(self, person: Person) -> "Agent":
        """Bring the call to its proof."""
        self.find(person)
        while self.call.state == "asking":
            self.say(person)
        assert self.call.state == "proved"
        return self

    def choose(self, status: str = "opted_out", confirm_by: str = "sms") -> "Agent":
        assert self.post("choice", choice=status).status_code == 302
        assert self.post("confirm-by", confirm_by=confirm_by).status_code == 302
        return self

    def review(self) -> dict[str, str]:
        """What the review page carries."""
        page = self.get("review")
        assert page.status_code == 200, page.status_code
        return dict(HIDDEN.findall(page.content.decode()))

    def save(self) -> HttpResponse:
        answer = self.post("review", **self.review())
        self.refreshed()
        return answer

    def refuse(self, person: Person) -> "Agent":
        """Bring the call to where identity is not proved."""
        self.find(person)
        while self.call.state == "asking":
            self.say(person, rightly=False)
        assert self.call.state == "refused"
        return self


def text_of(page: HttpResponse) -> str:
    return page.content.decode()
