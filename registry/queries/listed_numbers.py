"""Who of a few listed numbers is opted out, in one statement and so in one snapshot of the database.

The same statement finds the data flow and counts the numbers: a round trip costs as much as what it asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.limits import NUMBERS_BY_ORGANISATION, SPEND_IF
from registry.models import DataFlow, Organisation
from registry.prepared import fetch_row
from registry.queries.flow_names import COLUMNS, flow_statement, flow_values, read_flow
from registry.upholding.terms import AnswerUnknown, NineDigits

# A superseded number is answered for itself and for all the numbers that it leads to: one opt-out among them withholds
# it, as in a file (queries/opted_out.py). A chain longer than ten leads nowhere that we know, so it withholds too.
# $1 to $6 are those of SPEND, $7 are whole NHS numbers, $8 to $10 those of FLOW.
ASK = """
WITH RECURSIVE flow AS ({flow}),
counted AS ({spend}),
asked AS (SELECT $7::bigint[] AS numbers),
chain (asked, current, step) AS (
    SELECT nhs_number, superseded_by, 1 FROM registry_person
    WHERE superseded_by IS NOT NULL AND nhs_number = ANY($7::bigint[])
    UNION ALL
    SELECT chain.asked, person.superseded_by, chain.step + 1
    FROM chain JOIN registry_person person ON person.nhs_number = chain.current
    WHERE person.superseded_by IS NOT NULL AND chain.step <= 10
),
replaced AS (
    SELECT chain.asked, bool_or(chain.step > 10 OR coalesce(preference.status <> 'allowed', false)) AS is_withheld
    FROM chain LEFT JOIN registry_preference preference ON preference.nhs_number = chain.current GROUP BY chain.asked
)
SELECT flow.*, (SELECT count FROM counted), (SELECT cardinality(numbers) FROM asked),
    (SELECT coalesce(max(id), 0) FROM registry_preferencechange),
    ARRAY(SELECT nhs_number FROM registry_preference
        WHERE nhs_number = ANY($7::bigint[]) AND status <> 'allowed'),
    ARRAY(SELECT asked FROM replaced),
    ARRAY(SELECT asked FROM replaced WHERE is_withheld)
FROM flow
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
        if not _among(nine_digits, self.asked).all():
            raise AnswerUnknown("the database was not asked about each number")
        return _among(nine_digits, self.withheld)

    def superseded(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number was replaced by another."""
        return _among(nine_digits, self.replaced)


def count_and_ask(organisation: Organisation, flow: str, numbers: Sequence[int]) -> tuple[DataFlow, Answer | None]:
    """Find a flow by its id or name, count the numbers against what was agreed for a day, and ask about them.

    `numbers` are whole NHS numbers, each given once, in ascending order. No answer means that they do not fit into
    what is left of the day; then, and without the flow, none are counted. Raises FlowNotFound, AnswerUnknown.
    """
    spending = NUMBERS_BY_ORGANISATION.spending(
        organisation.public_id, len(numbers), maximum=organisation.numbers_per_day
    )
    asked = "{" + ",".join(map(str, numbers)) + "}"
    row = fetch_row(_ASK, [*spending, asked, *flow_values(organisation, flow)]) or ()
    found = read_flow(row[: len(COLUMNS)])
    used, *answer = row[len(COLUMNS) :]
    return found, None if used is None else _answer(numbers, answer)


def _answer(numbers: Sequence[int], row: Sequence[Any]) -> Answer:
    answered, position, opted_out, replaced, replaced_and_out = row
    if answered != len(numbers):
        raise AnswerUnknown("the database did not answer about each number")
    return Answer(position, _nine(numbers), _nine([*opted_out, *replaced_and_out]), _nine(replaced))


def _among(nine_digits: NineDigits, some: NineDigits) -> NDArray[np.bool_]:
    """Return True where a number is one of these; most lists are asked about with none to find."""
    return np.isin(nine_digits, some, kind="sort") if some.size else np.zeros(nine_digits.shape, np.bool_)


def _nine(numbers: Sequence[int]) -> NineDigits:
    return (np.array(numbers, np.uint64) // np.uint64(10)).astype(np.uint32)


_ASK = ASK.format(flow=flow_statement(8), spend=SPEND_IF.format(and_only_if="AND EXISTS (SELECT FROM flow)"))
