"""Refuse to start an unsafe production. Each rule has an id; `manage.py check --deploy` and every start run them."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

KEY_BYTES = 32
SECRET_LENGTH = 50

# id, what is wrong, what to do, and whether it is wrong. All of them matter in production only.
Rule = tuple[str, str, str, Callable[[], bool]]


def _has_bad_key() -> bool:
    return len(settings.FIELD_ENCRYPTION_KEYS) == 0 or any(
        not _is_256_bits(key) for _, key in settings.FIELD_ENCRYPTION_KEYS
    )


def _is_256_bits(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == KEY_BYTES
    except binascii.Error:
        return False


def _uses(gateway: str) -> bool:
    return any(gateway in path for path in settings.MESSAGE_GATEWAYS.values())


def _has_mutual_tls() -> bool:
    names = ("MAILBOX", "PASSWORD", "SHARED_KEY", "CLIENT_CERTIFICATE", "CLIENT_KEY", "CA")
    return settings.MESH_URL.startswith("https://") and all(getattr(settings, f"MESH_{name}") for name in names)


# In this order: who is it; were both factors given; is anyone signed in; may they open this.
GUARDS = (
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "staff.accounts.sessions.StaffSessionMiddleware",
    "ndop.middleware.login_required.LoginUnlessPublicMiddleware",
    "staff.access.StaffPermissionMiddleware",
)


def _asks_for_two_factors() -> bool:
    """Say whether all that stands between a password and a staff page is there, in its order."""
    found = [name for name in settings.MIDDLEWARE if name in GUARDS]
    adapter = settings.MFA_ADAPTER == "staff.accounts.adapters.SecondFactorAdapter"
    bypass = getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None)
    return tuple(found) == GUARDS and "allauth.mfa" in settings.INSTALLED_APPS and adapter and not bypass


RULES: Sequence[Rule] = (
    ("E001", "DEBUG is on", "Unset DEBUG.", lambda: settings.DEBUG),
    ("E002", "Demo mode is on", "Unset NDOP_DEMO.", lambda: settings.NDOP_DEMO),
    (
        "E003",
        "SECRET_KEY is the demonstration's, or short",
        "Set SECRET_KEY or SECRET_KEY_FILE to at least 50 random characters.",
        lambda: settings.SECRET_KEY == settings.DEMO_SECRET or len(settings.SECRET_KEY) < SECRET_LENGTH,
    ),
    (
        "E004",
        "Cookies or pages would travel over plain HTTP",
        "Unset HTTPS=0.",
        lambda: not (settings.HTTPS and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE),
    ),
    (
        "E005",
        "The embedded PostgreSQL or Redis would keep the record",
        "Set DATABASE_URL and REDIS_URL.",
        lambda: settings.USES_EMBEDDED_DATABASE or settings.USES_EMBEDDED_REDIS,
    ),
    (
        "E006",
        "No encryption key, or the demonstration's, or one that is not 256 bits",
        "Set FIELD_ENCRYPTION_KEYS or FIELD_ENCRYPTION_KEYS_FILE to ID:BASE64 of 32 random bytes.",
        lambda: settings.DEMO_KEY in dict(settings.FIELD_ENCRYPTION_KEYS).values() or _has_bad_key(),
    ),
    (
        "E007",
        "SUBJECT_HMAC_KEY is the demonstration's, or short",
        "Set SUBJECT_HMAC_KEY or SUBJECT_HMAC_KEY_FILE to at least 50 random characters.",
        lambda: settings.SUBJECT_HMAC_KEY == settings.DEMO_SECRET or len(settings.SUBJECT_HMAC_KEY) < SECRET_LENGTH,
    ),
    (
        "E008",
        "No trusted proxy is named, so every visitor would share one address",
        "Set TRUSTED_PROXIES to the networks of the proxies in front of the service.",
        lambda: not settings.TRUSTED_PROXIES,
    ),
    (
        "E009",
        "Test NHS numbers would be accepted",
        "Unset TEST_NHS_NUMBERS.",
        lambda: settings.TEST_NHS_NUMBERS,
    ),
    (
        "E010",
        "Messages would go to the demonstration's post room",
        "Unset EMAIL_GATEWAY, SMS_GATEWAY and LETTER_GATEWAY, or name a real provider.",
        lambda: _uses("post_room"),
    ),
    (
        "E011",
        "Messages go through GOV.UK Notify but its key or templates are missing",
        "Set NOTIFY_API_KEY and NOTIFY_SMS_TEMPLATE.",
        lambda: _uses("notify") and not (settings.NOTIFY_API_KEY and settings.NOTIFY_SMS_TEMPLATE),
    ),
    (
        "E012",
        "The staff site would open with a password alone",
        "Put back what ndop/settings.py says of MIDDLEWARE and INSTALLED_APPS, or unset STAFF_SITE.",
        lambda: settings.STAFF_SITE and not _asks_for_two_factors(),
    ),
    (
        "E013",
        "ALLOWED_HOSTS has a wildcard",
        "Name each host.",
        lambda: any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS),
    ),
    (
        "E015",
        "Scans would not be checked for viruses",
        "Set VIRUS_SCANNER to host:port of clamd.",
        lambda: not settings.VIRUS_SCANNER,
    ),
    (
        "E016",
        "Receipts would be signed by the demonstration's key, or by one that is not 256 bits",
        "Set RECEIPT_KEYS or RECEIPT_KEYS_FILE to ID:BASE64 of 32 random bytes.",
        lambda: (
            settings.DEMO_RECEIPT_KEY in dict(settings.RECEIPT_KEYS).values()
            or not all(_is_256_bits(key) for _, key in (*settings.RECEIPT_KEYS, *settings.RECEIPT_RETIRED_KEYS))
        ),
    ),
    (
        "E017",
        "There is a MESH mailbox, but not all by which both sides know each other",
        "Set MESH_URL (https), and MESH_ with MAILBOX, PASSWORD, SHARED_KEY, CLIENT_CERTIFICATE, CLIENT_KEY and CA.",
        lambda: bool(settings.MESH_URL or settings.MESH_MAILBOX) and not _has_mutual_tls(),
    ),
)


@register(Tags.security)
def production_is_safe(**_: Any) -> list[CheckMessage]:
    """Return an error for each rule that this production breaks; a demonstration is outside all of them."""
    if not settings.NDOP_PRODUCTION:
        return []
    return [Error(message, hint=hint, id=f"ndop.{rule}") for rule, message, hint, broken in RULES if broken()]


@register(Tags.database)
def database_is_durable(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A saved choice must survive a crash: fsync, full-page writes and synchronous commit must be on (trust.md D-f)."""
    if not databases or not settings.NDOP_PRODUCTION:
        return []
    from django.db import connection  # noqa: PLC0415 - checks load before connections are set up

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        return [
            Error(f"PostgreSQL's {name} is {setting}", hint=f"Set {name} = on.", id="ndop.E014")
            for name, setting in cursor.fetchall()
            if setting not in DURABLE[name]
        ]


DURABLE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply"),
}
