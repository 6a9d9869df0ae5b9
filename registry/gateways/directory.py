"""The demographic service: who a person is and how to reach them."""

from datetime import date
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from registry.demographics import Demographics
from registry.nhs_number import NHSNumber


class PersonNotFound(Exception):
    """No record has this number."""


class DirectoryUnavailable(Exception):
    """The service cannot answer now. Its text never names whom we asked about."""


class Directory(Protocol):
    """A demographic service. Superseded numbers answer with the current record everywhere."""

    def find(
        self, *, date_of_birth: date, family_name: str, nhs_number: NHSNumber | None, postcode: str
    ) -> list[Demographics]:
        """Return candidates, for `matching` to judge: same birth date and family name, and number or postcode.

        Raises DirectoryUnavailable.
        """

    def search(self, *, family_name: str, date_of_birth: date) -> list[Demographics]:
        """Return everyone of this family name and birth date, for staff who look for someone. No rule picks one.

        Raises DirectoryUnavailable.
        """

    def get(self, nhs_number: NHSNumber) -> Demographics:
        """Return the current record. Raises PersonNotFound, DirectoryUnavailable."""


def get_directory() -> Directory:
    """Return the service that DIRECTORY_GATEWAY names."""
    return cast("Directory", import_string(settings.DIRECTORY_GATEWAY)())
