"""What an organisation may ask of a list, whatever way it came: how few numbers, how many in a day, and whose."""

from datetime import datetime

from django.conf import settings

from registry.actions.checks.asking import CannotCheck
from registry.limits import NUMBERS_BY_ORGANISATION
from registry.models import CheckProblem, Organisation
from registry.upholding import TestNumbers


def refuse_few(organisation: Organisation, distinct: int, *, at: datetime) -> None:
    """Raise CannotCheck for so short a list that it asks about persons, unless that was granted (T29)."""
    until = organisation.few_numbers_until
    if distinct < settings.FEWEST_NUMBERS and (until is None or until <= at):
        raise CannotCheck(CheckProblem.TOO_FEW)


def spend_numbers(organisation: Organisation, distinct: int) -> None:
    """Count the numbers against what was agreed for a day. Raises CannotCheck; then nothing is counted."""
    maximum = organisation.numbers_per_day
    if not NUMBERS_BY_ORGANISATION.spend(organisation.public_id, distinct, maximum=maximum).is_allowed:
        raise CannotCheck(CheckProblem.QUOTA)


def numbers_taken(*, is_test: bool) -> TestNumbers:
    """Return which numbers stand for people: numbers that are never issued do so only where people are made up."""
    if is_test:
        return TestNumbers.ONLY
    return TestNumbers.ACCEPTED if settings.TEST_NHS_NUMBERS else TestNumbers.REFUSED
