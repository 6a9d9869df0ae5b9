"""Synthetic people and what they do."""

from tests.factories.numbers import check_digit, make_nhs_number
from tests.factories.people import DemographicsFactory, PersonFactory, PreferenceFactory, SubmissionFactory

__all__ = [
    "DemographicsFactory",
    "PersonFactory",
    "PreferenceFactory",
    "SubmissionFactory",
    "check_digit",
    "make_nhs_number",
]
