"""Who of a few listed numbers is opted out, in one statement and so in one snapshot of the database."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.prepared import fetch_row
from registry.upholding.terms import AnswerUnknown, NineDigits

# A superseded number is answered for itself and for all the numbers that it leads to: one opt-out among them withholds
# it, as in a file (queries/opted_out.py). A chain longer than ten leads nowhere that we know, so it withholds too.
# $1 are whole NHS numbers.
ASK = """
WITH RECURSIVE asked AS (SELECT $1::bigint[] AS numbers),
chain (asked, current, step) AS (
    SELECT nhs_number, superseded_by, 1 FROM registry_person
    WHERE superseded_by IS NOT NULL AND nhs_number = ANY($1::bigint[])
    UNION ALL
    SELECT chain.asked, person.superseded_by, chain.step + 1
    FROM chain JOIN registry_person person ON person.nhs_number = chain.current
    WHERE person.superseded_by IS NOT NULL AND chain.step <= 10
),
replaced AS (
    SELECT chain.asked, bool_or(chain.step > 10 OR coalesce(preference.status <> 'allowed', false)) AS is_withheld
    FROM chain LEFT JOIN registry_preference preference ON preference.nhs_number = chain.current GROUP BY chain.asked
)
SELECT (SELECT cardinality(numbers) FROM asked),
    (SELECT coalesce(max(id), 0) FROM registry_preferencechange),
    ARRAY(SELECT nhs_number FROM registry_preference
        WHERE nhs_number = ANY($1::bigint[]) AND status <> 'allowed'),
    ARRAY(SELECT asked FROM replaced),
    ARRAY(SELECT asked FROM replaced WHERE is_withheld)
"""


@dataclass(frozen=True, repr=False)
class Answer:
    """What one snapshot says of the listed numbers: a NumberSet for them alone. `position`: newest row of history."""

    position: int
    asked: NineDigits
    withheld: NineDigits
    replaced: NineDigits

    def opted_out(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number, or the one that replaced it, is opted out. Raises AnswerUnknown."""
        if not np.isin(nine_digits, self.asked).all():
            raise AnswerUnknown("the database was not asked about each number")
        return np.isin(nine_digits, self.withheld)

    def superseded(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number was replaced by another."""
        return np.isin(nine_digits, self.replaced)


def ask_about(numbers: Sequence[int]) -> Answer:
    """Ask about whole NHS numbers, each given once, in ascending order. Raises AnswerUnknown."""
    row = fetch_row(ASK, ["{" + ",".join(map(str, numbers)) + "}"])
    if row is None:
        raise AnswerUnknown("the database did not answer")
    answered, position, opted_out, replaced, replaced_and_out = row
    if answered != len(numbers):
        raise AnswerUnknown("the database did not answer about each number")
    return Answer(position, _nine(numbers), _nine([*opted_out, *replaced_and_out]), _nine(replaced))


def _nine(numbers: Sequence[int]) -> NineDigits:
    return (np.array(numbers, np.uint64) // np.uint64(10)).astype(np.uint32)
