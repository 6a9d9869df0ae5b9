"""An organisation's system that calls the API, and what it has there to call about."""

import json

from django.test import Client

from registry.actions.organisations.keys import NewKey, make_key
from registry.clock import now
from registry.models import ApiScope, Status
from registry.parties import organisation_person
from tests.factories.numbers import make_nhs_number
from tests.factories.people import DemographicsFactory, PreferenceFactory


class ApiClient:
    """Sends one key with every request."""

    def __init__(self, secret="", **headers):
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.headers |= headers
        self.client = Client(raise_request_exception=False)

    def get(self, path, **headers):
        return self.client.get(path, headers=self.headers | headers)

    def post(self, path, body=b"", content_type="application/json", **headers):
        return self.client.generic("POST", path, body, content_type, headers=self.headers | headers)

    def check(self, flow, numbers, **headers):
        return self.post("/api/checks", json.dumps({"flow": flow, "numbers": numbers}), **headers)

    def send(self, flow, content, query="", content_type="text/csv", **headers):
        return self.post(f"/api/jobs?flow={flow}{query}", content, content_type, **headers)


def new_key(organisation, *scopes, **columns):
    """Return a new key of an organisation with its secret; with all scopes unless some are named."""
    new = NewKey(name="Night run", scopes=scopes or tuple(ApiScope), **columns)
    return make_key(organisation, new, made_by=None, by=organisation_person(1), at=now())


def choose(number, status=Status.OPTED_OUT):
    """Record a choice of whoever has this number."""
    return PreferenceFactory(person=DemographicsFactory(nhs_number=number), status=status)


def numbers(count, start=5000):
    """Return synthetic NHS numbers that nobody has used."""
    return [make_nhs_number(start + index) for index in range(count)]


def texts(found):
    """Return NHS numbers as a list of texts for a request."""
    return [number.digits for number in found]
