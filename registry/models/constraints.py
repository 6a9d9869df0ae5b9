"""Constraints that several models share. What must never be false is held by the database itself."""

from django.db import models
from django.db.models import Func


class IsNHSNumber(Func):
    """The SQL function that holds the check digit, the range and the ban on 0000000000."""

    function = "registry_is_nhs_number"
    arity = 1
    output_field = models.BooleanField()


def nhs_number_is_valid(field: str, name: str) -> models.CheckConstraint:
    """Refuse a number that fails the modulus-11 check digit, in the database."""
    return models.CheckConstraint(
        condition=models.Q(IsNHSNumber(models.F(field))),
        name=name,
        violation_error_message="Not an NHS number",
    )


def one_of(field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False) -> models.CheckConstraint:
    """Refuse a code that is not on its list."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
