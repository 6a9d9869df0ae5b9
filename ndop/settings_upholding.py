"""Settings of the other half: organisations, checks of lists, receipts and MESH. Read into `ndop.settings`."""

import os
from datetime import timedelta
from pathlib import Path

from environs import validate

from ndop.env import env, read_keys

# --- How long (domain.md: answers may be kept at most seven days) -------------------------------------------------
RESULT_VALID = timedelta(seconds=env.int("RESULT_VALID_SECONDS", default=7 * 24 * 3600))
CHECK_KEPT_DAYS = 2 * 365
CHECK_DEADLINE = timedelta(days=3)
CHECK_LEASE = timedelta(seconds=env.int("CHECK_LEASE_SECONDS", default=60))
CHECK_ATTEMPTS = env.int("CHECK_ATTEMPTS", default=5)
# A checker with two processes reads a long list of numbers on two processors; there is work for no more.
CHECK_PROCESSES = env.int(
    "CHECK_PROCESSES", default=min(2, len(os.sched_getaffinity(0))), validate=validate.Range(min=1, max=2)
)
UPLOAD_KEPT = timedelta(hours=24)

# --- How much -----------------------------------------------------------------------------------------------------
# Source: trust.md D6. Fewer need a granted exception.
FEWEST_NUMBERS = env.int("FEWEST_NUMBERS", default=10)
# Lists that differ by no more numbers than this look like a question about one person (T29).
NEAR_DUPLICATE_NUMBERS = 5
NEAR_DUPLICATE_WITHIN = timedelta(days=30)
LIST_MAX_NUMBERS = 10_000
WEB_FILE_MAX_BYTES = env.int("WEB_FILE_MAX_BYTES", default=2 * 1024**3)
API_FILE_MAX_BYTES = env.int("API_FILE_MAX_BYTES", default=20 * 1024**3)
UPLOAD_PART_BYTES = env.int("UPLOAD_PART_BYTES", default=4 * 1024**2)
# Room that a check leaves free on the disk, beside its own files.
CHECKS_DISK_RESERVE = env.int("CHECKS_DISK_RESERVE", default=512 * 1024**2)

# --- Sign-in of organisations' people (as for staff: trust.md D3, T21, T23) -----------------------------------------
MEMBER_SESSION_IDLE = timedelta(minutes=15)
MEMBER_SESSION_WARNING = timedelta(minutes=2)
MEMBER_SESSION_HARD = timedelta(hours=12)
MEMBER_HALF_SIGNED_IN = timedelta(minutes=10)
MEMBER_PASSWORD_TRIES = 5
MEMBER_CODE_TRIES = 5
API_KEY_LASTS = timedelta(days=365)
API_KEY_OVERLAP = timedelta(days=7)
API_ANSWER_KEPT = timedelta(hours=24)
# Where the proxy puts the SHA-256 of a client certificate that it has checked; empty: no mutual TLS.
CLIENT_CERTIFICATE_HEADER = env.str("CLIENT_CERTIFICATE_HEADER", default="")

# --- Receipts: Ed25519 seeds, "name:base64", the first signs; retired ones are public keys alone --------------------
DEMO_RECEIPT_KEY = "bmRvcC1kZW1vbnN0cmF0aW9uLXJlY2VpcHRzLTAwMDA="
RECEIPT_KEYS: tuple[tuple[str, str], ...] = read_keys("RECEIPT_KEYS") or (("demo", DEMO_RECEIPT_KEY),)
RECEIPT_RETIRED_KEYS: tuple[tuple[str, str], ...] = read_keys("RECEIPT_RETIRED_KEYS")

# --- MESH ----------------------------------------------------------------------------------------------------------
MESH_URL = env.str("MESH_URL", default="")
MESH_MAILBOX = env.str("MESH_MAILBOX", default="")
MESH_PASSWORD = env.str("MESH_PASSWORD", default="")
MESH_SHARED_KEY = env.str("MESH_SHARED_KEY", default="")
MESH_CLIENT_CERTIFICATE = env.str("MESH_CLIENT_CERTIFICATE", default="")
MESH_CLIENT_KEY = env.str("MESH_CLIENT_KEY", default="")
MESH_CA = env.str("MESH_CA", default="")
MESH_WORKFLOW = env.str("MESH_WORKFLOW", default="SPINE_NTT_UPHOLDING")
MESH_POLL_SECONDS = env.float("MESH_POLL_SECONDS", default=30.0)
MESH_TIMEOUT_SECONDS = env.float("MESH_TIMEOUT_SECONDS", default=60.0)
# MESH takes 100 MB in one request; a chunk that is sent again lies in memory.
MESH_CHUNK_BYTES = env.int("MESH_CHUNK_BYTES", default=20 * 1024**2)
# Source: trust.md F20. MESH itself gives up after five days.
MESH_ALARM_AFTER = timedelta(hours=env.int("MESH_ALARM_HOURS", default=24))


def checks_dir(data_dir: Path) -> Path:
    """Return the folder of lists and results: encrypted, outside whatever the web server serves."""
    return env.path("CHECKS_DIR", default=data_dir / "checks")
