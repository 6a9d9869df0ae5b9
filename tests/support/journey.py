"""Walks the patient's journey with Django's client, and does the worker's part by hand."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.choice.journey import JOURNEY, state_of
from registry.actions.drafts import start_draft
from registry.actions.identity_checks import check_identity
from registry.models import (
    AuditEvent,
    Draft,
    IdentityCheck,
    Message,
    MessageKind,
    Person,
    PreferenceChange,
    WorkState,
)
from tests.support.waiting import PATIENCE_SECONDS

HIDDEN = re.compile(r'<input type="hidden" name="(journey_token|submission)" value="([^"]*)">')
SLUGS = [step.slug for step in JOURNEY.steps]


def address(slug: str) -> str:
    return reverse("choice:question", args=[slug])


def hidden(page: HttpResponse) -> dict[str, str]:
    """The hidden inputs of a page that its form sends back, without the CSRF token."""
    return dict(HIDDEN.findall(page.content.decode()))


@dataclass
class Walk:
    """One browser and what its owner types. `typed` overrides single answers."""

    person: Person
    channel: str = "sms"
    knows_number: bool = True
    choice: str = "opted_out"
    letter: str = "no"
    network: str = "192.0.2.1"
    typed: dict[str, dict[str, str]] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def answer(self, slug: str) -> dict[str, str]:
        born = self.person.date_of_birth
        answers = {
            "name": {"given_name": self.person.given_names, "family_name": self.person.family_name},
            "date-of-birth": {
                "date_of_birth_day": str(born.day),
                "date_of_birth_month": str(born.month),
                "date_of_birth_year": str(born.year),
            },
            "know-nhs-number": {"knows": "yes" if self.knows_number else "no"},
            "nhs-number": {"nhs_number": self.person.nhs_number.spaced},
            "postcode": {"postcode": self.person.postcode},
            "code-by": {"code_by": self.channel},
            "choice": {"choice": self.choice},
            "letter": {"letter": self.letter},
        }
        return self.typed.get(slug, answers.get(slug, {}))

    def get(self, slug: str) -> HttpResponse:
        return self.client.get(address(slug), REMOTE_ADDR=self.network)

    def send(self, slug: str, data: dict[str, Any], **headers: Any) -> HttpResponse:
        return self.client.post(address(slug), data, REMOTE_ADDR=self.network, **headers)

    def post(self, slug: str, **data: Any) -> HttpResponse:
        """Open the page and submit it as a person does: with what they type and what the page carries."""
        page = self.get(slug)
        assert page.status_code == 200, f"{slug} answered {page.status_code}"
        return self.send(slug, {**hidden(page), **self.answer(slug), **data})

    def steps(self) -> list[str]:
        """The steps of this person, in order."""
        unasked = "postcode" if self.knows_number else "nhs-number"
        return [slug for slug in SLUGS if slug != unasked]

    def to(self, stop: str) -> "Walk":
        """Do what is still to be done before `stop`. Pages that carry nothing are not opened first."""
        steps = self.steps()
        while steps.index(slug := self.next()) < steps.index(stop):
            if slug == "code":
                self.post("code", code=self.work())
            elif steps.index(slug) < steps.index("code"):
                self.send(slug, self.answer(slug))
            else:
                self.post(slug)
        return self

    def next(self) -> str:
        """The step that the journey itself says is next."""
        return JOURNEY.next(state_of(self.draft() if "draft" in self.client.session else None)).slug

    def work(self) -> str:
        """Do the worker's part of the newest request; return the code, or an empty string when none was sent."""
        check = self.check()
        check_identity(check.pk)
        return newest_code(self.person)

    def finish(self) -> HttpResponse:
        """Walk all the way and return the saved page."""
        saved = self.to("review").post("review")
        assert saved.headers.get("Location") == reverse("choice:saved"), saved.status_code
        return self.client.get(reverse("choice:saved"))

    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.client.session["draft"])

    def check(self) -> IdentityCheck:
        check = self.draft().identity_check
        assert check is not None
        return check

    def twin(self) -> "Walk":
        """Another tab, window or parallel request of the same browser."""
        other = Client()
        other.cookies.load({name: morsel.value for name, morsel in self.client.cookies.items()})
        return Walk(**{**vars(self), "client": other, "typed": dict(self.typed)})


def newest_code(person: Person) -> str:
    waiting = Message.objects.filter(kind=MessageKind.CODE, nhs_number=person.nhs_number, state=WorkState.PENDING)
    newest = waiting.order_by("-pk").first()
    return newest.content["code"] if newest else ""


def in_parallel(calls: list[Any], threads: int = 16) -> list[Any]:
    """Run calls at once, each with a connection of its own, `threads` of them starting at the same instant."""
    threads = min(threads, len(calls))
    barrier = Barrier(threads)

    def lane(number: int) -> list[Any]:
        barrier.wait(timeout=PATIENCE_SECONDS)
        try:
            return [call() for call in calls[number::threads]]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [result for lane_results in pool.map(lane, range(threads)) for result in lane_results]


def typed_draft(person: Person, *, network: str = "192.0.2.1", **options: Any) -> Walk:
    """A browser whose draft holds every identity answer: the state before the code is asked for, without the walk."""
    walk = Walk(person, network=network, **options)
    draft = start_draft()
    draft.answers = {slug: walk.answer(slug) for slug in walk.steps()[: walk.steps().index("check-your-answers")]}
    draft.save()
    session = walk.client.session
    session["draft"] = str(draft.pk)
    session.save()
    return walk


def ask(person: Person, **options: Any) -> Walk:
    """Ask for a code with these details and do the worker's part."""
    walk = typed_draft(person, **options)
    assert walk.send("check-your-answers", {}).status_code == 302
    walk.work()
    return walk


def traces() -> dict[str, Any]:
    """Everything that a visitor's request could have changed, but for when they were last seen."""
    return {
        "drafts": list(
            Draft.objects.order_by("pk").values_list("pk", "identity_check_id", "proved_at", "saved_change_id")
        ),
        "answers": [draft.answers for draft in Draft.objects.order_by("pk")],
        "checks": list(IdentityCheck.objects.order_by("pk").values_list("pk", "guesses", "replaced_at", "used_at")),
        "changes": PreferenceChange.objects.count(),
        "messages": Message.objects.count(),
        "audit": AuditEvent.objects.count(),
    }
