"""Checks of trust.md 3.1 over the whole database, for any test that wants to know that nothing is broken."""

from django.db import connection

GAPS = """
SELECT nhs_number FROM registry_preferencechange
GROUP BY nhs_number HAVING min(version) <> 1 OR max(version) <> count(*)
"""
BROKEN_CHAINS = """
SELECT nhs_number FROM (
    SELECT nhs_number, before_status,
           coalesce(lag(after_status) OVER (PARTITION BY nhs_number ORDER BY version), '') AS expected
    FROM registry_preferencechange
) steps WHERE before_status <> expected
"""
# The standing choice, rebuilt from history: the last status, and the rest of the last that was no confirmation.
WRONG_CURRENT = """
WITH last AS (SELECT DISTINCT ON (nhs_number) * FROM registry_preferencechange ORDER BY nhs_number, version DESC),
decided AS (
    SELECT DISTINCT ON (nhs_number) * FROM registry_preferencechange WHERE kind <> 'confirmation'
    ORDER BY nhs_number, version DESC
)
SELECT coalesce(last.nhs_number, standing.nhs_number)
FROM last JOIN decided USING (nhs_number)
FULL JOIN registry_preference standing ON standing.nhs_number = last.nhs_number
WHERE (standing.status, standing.version, standing.source, standing.decided_at, standing.recorded_at,
       standing.consenting_party, standing.proxy_role)
  IS DISTINCT FROM (last.after_status, last.version, decided.source, decided.decided_at, decided.recorded_at,
       decided.consenting_party, decided.proxy_role)
"""
UNAUDITED = """
SELECT nhs_number FROM registry_preferencechange change WHERE NOT EXISTS (
    SELECT 1 FROM registry_auditevent event WHERE event.object_type = 'change' AND event.object_id = change.reference)
"""


def broken_histories() -> list[str]:
    """Return one line for each person whose history, standing choice and audit disagree (I3); empty is good."""
    found = []
    with connection.cursor() as cursor:
        for name, query in (
            ("gap", GAPS), ("broken chain", BROKEN_CHAINS), ("wrong current", WRONG_CURRENT), ("unaudited", UNAUDITED)
        ):  # fmt: skip
            cursor.execute(query)
            found += [f"{name}: {number}" for (number,) in cursor.fetchall()]
    return found
