"""Reads about people and their numbers."""

from dataclasses import replace

from django.db import connection

from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.matching import IdentityDetails, matches
from registry.nhs_number import NHSNumber

CURRENT_NUMBER = """
WITH RECURSIVE chain(number, steps) AS (
    SELECT %s::bigint, 0
    UNION ALL
    SELECT person.superseded_by, chain.steps + 1 FROM chain
    JOIN registry_person person ON person.nhs_number = chain.number
    WHERE person.superseded_by IS NOT NULL AND chain.steps < 10
)
SELECT number FROM chain ORDER BY steps DESC LIMIT 1
"""
# UNION without ALL: each number once, so a circle ends.
ALL_NUMBERS = """
WITH RECURSIVE same(number) AS (
    SELECT %s::bigint
    UNION
    SELECT person.nhs_number FROM same JOIN registry_person person ON person.superseded_by = same.number
)
SELECT number FROM same
"""


def current_number(number: NHSNumber) -> NHSNumber:
    """Follow superseded numbers to the current one. A number that nobody superseded is its own current number."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_NUMBER, [number.value])
        return NHSNumber(cursor.fetchone()[0])


def numbers_of(number: NHSNumber) -> list[NHSNumber]:
    """Return the person's current number and every number that it superseded: what was kept under any is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_NUMBERS, [current_number(number).value])
        return [NHSNumber(row[0]) for row in cursor.fetchall()]


def who_fits(details: IdentityDetails) -> list[Demographics]:
    """Ask the directory for whoever has these details; a superseded number stands for the current one.

    Its answer is compared with what was asked: a wrong person must never come of a look-up (F18). Raises
    DirectoryUnavailable.
    """
    number = current_number(details.nhs_number) if details.nhs_number else None
    asked = replace(details, nhs_number=number)
    found = get_directory().find(
        date_of_birth=asked.date_of_birth,
        family_name=asked.family_name,
        nhs_number=asked.nhs_number,
        postcode=asked.postcode,
    )
    return [person for person in found if matches(asked, person)]
