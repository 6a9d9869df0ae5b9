"""Settings of the back office: clocks, limits and where scans lie. Read into `ndop.settings`."""

from datetime import date, timedelta
from pathlib import Path

from ndop.env import env

# Source: the policy's clocks for paper. Calendar days.
PROCESS_WITHIN_DAYS = 14
WARN_AFTER_DAYS = env.int("WARN_AFTER_DAYS", default=10)
PAPER_KEPT_MONTHS = 3
# Share of forms that need no second keying by rule, and get one all the same.
SECOND_CHECK_SHARE = env.float("SECOND_CHECK_SHARE", default=0.05)
CLAIM_LASTS = timedelta(minutes=env.int("CLAIM_MINUTES", default=30))
WORKLIST_PAGE = 25
PERSON_VIEWS_PER_HOUR = env.int("PERSON_VIEWS_PER_HOUR", default=60)
WRONG_ANSWERS_END_CALL = 3
RIGHT_ANSWERS_PROVE = 3
# Calls about one person whose questions began and did not end in proof.
UNPROVED_CALLS_PER_DAY = env.int("UNPROVED_CALLS_PER_DAY", default=3)
HAND_OVER_LASTS = timedelta(minutes=2)
OPENS_AT_HOUR = env.int("OPENS_AT_HOUR", default=9)
CLOSES_AT_HOUR = env.int("CLOSES_AT_HOUR", default=17)
# England's bank holidays of the coming time; the operator adds the next year's when they are announced.
BANK_HOLIDAYS: frozenset[date] = frozenset(
    date.fromisoformat(day)
    for day in env.list(
        "BANK_HOLIDAYS",
        default=[
            "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31",
            "2027-08-30", "2027-12-27", "2027-12-28",
        ],
    )
)  # fmt: skip
SCAN_MAX_BYTES = 25 * 1024 * 1024
SCAN_MAX_PAGES = env.int("SCAN_MAX_PAGES", default=20)
SCAN_MAX_PIXELS = 40_000_000
SCANS_AT_ONCE = 50
# Made-up forms that `make run` fills the back office with.
DEMO_FORMS = env.int("DEMO_FORMS", default=200)
# host:port of clamd; without one nothing is scanned for viruses, which a production refuses.
VIRUS_SCANNER = env.str("VIRUS_SCANNER", default="")


def scans_dir(data_dir: Path) -> Path:
    """Return the folder of encrypted scans: outside whatever the web server serves."""
    return env.path("SCANS_DIR", default=data_dir / "scans")
