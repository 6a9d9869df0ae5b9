"""Synthetic people, and choices made the way the service makes them."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from registry.actions.preferences import Submission, record_choice
from registry.clock import now
from registry.demographics import Demographics
from registry.matching import name_key
from registry.models import Person, Source, Status
from registry.parties import PATIENT, Patient
from tests.factories.numbers import make_nhs_number


class PersonFactory(DjangoModelFactory):
    """A person of the local directory: adult, alive, with every way to be reached."""

    class Meta:
        model = Person

    nhs_number = factory.Sequence(make_nhs_number)
    given_names = "Ada May"
    known_as = "Addie"
    family_name = factory.Sequence(lambda n: f"Sample-{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}")
    family_name_key = factory.LazyAttribute(lambda person: name_key(person.family_name))
    date_of_birth = date(1980, 5, 17)
    address_lines = factory.LazyFunction(lambda: ["1 Sample Street", "Leeds"])
    postcode = "LS1 4AP"
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    mobile = factory.Sequence(lambda n: f"07700 900{n % 1000:03d}")
    gp_practice_code = "A12345"


class DemographicsFactory(factory.Factory):
    """What a demographic service answers about such a person; touches no database."""

    class Meta:
        model = Demographics

    nhs_number = factory.Sequence(make_nhs_number)
    given_names = "Ada May"
    family_name = "Sample"
    date_of_birth = date(1980, 5, 17)
    address_lines = ("1 Sample Street", "Leeds")
    postcode = "LS1 4AP"
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    mobile = factory.Sequence(lambda n: f"07700 900{n % 1000:03d}")


class SubmissionFactory(factory.Factory):
    """An accepted online journey that says no, not yet written."""

    class Meta:
        model = Submission

    person = factory.SubFactory(DemographicsFactory)
    status = Status.OPTED_OUT
    source = Source.ONLINE
    party = factory.LazyFunction(Patient)
    decided_at = factory.LazyFunction(now)
    idempotency_key = factory.Sequence(lambda n: f"key-{n}")


class PreferenceFactory(SubmissionFactory):
    """A choice written by the one write there is; gives its history row."""

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return record_choice(model_class(*args, **kwargs), by=PATIENT, at=now())
