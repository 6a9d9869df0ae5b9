"""Practices, as the directory of organisations knows them."""

from registry.gateways.ods_directory import FoundPractice, get_ods_directory


def practice_of(code: str) -> FoundPractice:
    """Return the practice with this ODS code, in any case and with blanks. Keeps nothing of what was asked.

    Raises PracticeNotFound, OdsUnavailable.
    """
    return get_ods_directory().practice("".join(code.split()).upper())
