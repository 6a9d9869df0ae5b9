"""A person who uses the service. Walks through Django's test client where a test does not need the browser."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.choice import session
from registry.models import Draft, LimitCounter, Person, PostRoomItem
from tests.factories import PersonFactory
from tests.system.server import work

CODE = re.compile(r"\b\d{6}\b")
NO, YES = "opted_out", "allowed"


def newest(channel: str) -> PostRoomItem:
    """Return the newest message of one channel in the post room."""
    return PostRoomItem.objects.filter(channel=channel).order_by("-pk")[0]


def read_code(channel: str = "sms") -> str:
    """Read the newest code in the post room."""
    found = CODE.search(newest(channel).text)
    assert found, f"no code in the newest {channel}"
    return found.group()


class Visitor:
    """One browser's session and the record that belongs to its owner."""

    def __init__(self, **record: Any) -> None:
        LimitCounter.objects.all().delete()  # every test comes from one address
        self.person: Person = PersonFactory(**record)
        self.client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)

    @property
    def names(self) -> dict[str, str]:
        return {"given_name": self.person.given_names, "family_name": self.person.family_name}

    @property
    def birth(self) -> dict[str, str]:
        born: date = self.person.date_of_birth
        parts = {"day": born.day, "month": born.month, "year": born.year}
        return {f"date_of_birth_{name}": str(value) for name, value in parts.items()}

    @property
    def number(self) -> str:
        return self.person.nhs_number.spaced

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.client.session["draft"])

    def post(self, slug: str, **data: str) -> Any:
        """Answer one step; it must be accepted."""
        token = session.proof_token(self.draft) if "draft" in self.client.session else ""
        answer = self.client.post(step(slug), {"journey_token": token, **data})
        assert answer.status_code == 302, f"{slug}: {answer.status_code}"
        return answer

    def give_name(self) -> None:
        self.post("name", **self.names)

    def give_birth(self) -> None:
        self.give_name()
        self.post("date-of-birth", **self.birth)

    def say_known(self, knows: str = "yes") -> None:
        self.give_birth()
        self.post("know-nhs-number", knows=knows)

    def give_number(self) -> None:
        self.say_known()
        self.post("nhs-number", nhs_number=self.number)

    def give_postcode(self) -> None:
        self.say_known("no")
        self.post("postcode", postcode=self.person.postcode)

    def give_channel(self, channel: str = "sms") -> None:
        self.give_number()
        self.post("code-by", code_by=channel)

    def ask(self, channel: str = "sms") -> None:
        self.give_channel(channel)
        self.post("check-your-answers")
        work()

    def prove(self, channel: str = "sms") -> None:
        self.ask(channel)
        self.post("code", code=read_code(channel))

    def choose(self, status: str = NO) -> None:
        self.prove()
        self.post("choice", choice=status)

    def decide(self, status: str = NO, letter: str = "yes") -> None:
        self.choose(status)
        self.post("letter", letter=letter)

    def save(self, status: str = NO, letter: str = "yes") -> None:
        self.decide(status, letter)
        self.post("review", submission=str(self.draft.submission_key))
        work()

    def cookies(self) -> list[dict[str, str]]:
        """Give the session to a browser."""
        names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME]
        found = {name: self.client.cookies[name].value for name in names if name in self.client.cookies}
        return [{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"} for name, value in found.items()]


def step(slug: str) -> str:
    """Return the path of a step."""
    return reverse("choice:question", args=[slug])
