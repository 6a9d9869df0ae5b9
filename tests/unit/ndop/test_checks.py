import ast
import base64
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.test import override_settings

from ndop.checks import DURABLE, GUARDS, RULES, database_is_durable, production_is_safe

ROOT = Path(__file__).resolve().parents[3]
GOOD = {
    "NDOP_PRODUCTION": True,
    "NDOP_DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "s" * 50,
    "SUBJECT_HMAC_KEY": "h" * 50,
    "FIELD_ENCRYPTION_KEYS": (("2027", base64.b64encode(b"k" * 32).decode()),),
    "HTTPS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "USES_EMBEDDED_DATABASE": False,
    "USES_EMBEDDED_REDIS": False,
    "TRUSTED_PROXIES": ("10.0.0.0/8",),
    "TEST_NHS_NUMBERS": False,
    "MESSAGE_GATEWAYS": {"email": "registry.gateways.notify.Notify", "sms": "registry.gateways.notify.Notify"},
    "NOTIFY_API_KEY": "key",
    "NOTIFY_SMS_TEMPLATE": "template",
    "NOTIFY_EMAIL_TEMPLATE": "template",
    "STAFF_SITE": True,
    "ALLOWED_HOSTS": ["opt-out.example"],
    "VIRUS_SCANNER": "scanner.example:3310",
    "RECEIPT_KEYS": (("2027", base64.b64encode(b"r" * 32).decode()),),
    "RECEIPT_RETIRED_KEYS": (),
    "MESH_URL": "https://mesh.example",
    "MESH_MAILBOX": "TESTBOX",
    "MESH_PASSWORD": "password",
    "MESH_SHARED_KEY": "shared",
    "MESH_CLIENT_CERTIFICATE": "/run/client.pem",
    "MESH_CLIENT_KEY": "/run/client.key",
    "MESH_CA": "/run/authority.pem",
}
MESH = [name for name in GOOD if name.startswith("MESH_")]
POST_ROOM = {"email": "registry.gateways.post_room.PostRoom"}
DEMO_SECRET = "demonstration-only-" + "0123456789" * 4
DEMO_RECEIPT_KEY = "bmRvcC1kZW1vbnN0cmF0aW9uLXJlY2VpcHRzLTAwMDA="
DEMO_KEY = "bmRvcC1kZW1vbnN0cmF0aW9uLWtleS0wMDAwMDAwMDA="
BROKEN = [
    ("E001", {"DEBUG": True}),
    ("E002", {"NDOP_DEMO": True}),
    ("E003", {"SECRET_KEY": DEMO_SECRET}),
    ("E003", {"SECRET_KEY": "s" * 49}),
    ("E004", {"HTTPS": False}),
    ("E004", {"SESSION_COOKIE_SECURE": False}),
    ("E004", {"CSRF_COOKIE_SECURE": False}),
    ("E005", {"USES_EMBEDDED_DATABASE": True}),
    ("E005", {"USES_EMBEDDED_REDIS": True}),
    ("E006", {"FIELD_ENCRYPTION_KEYS": ()}),
    ("E006", {"FIELD_ENCRYPTION_KEYS": (("demo", DEMO_KEY),)}),
    ("E006", {"FIELD_ENCRYPTION_KEYS": (*GOOD["FIELD_ENCRYPTION_KEYS"], ("demo", DEMO_KEY))}),
    ("E006", {"FIELD_ENCRYPTION_KEYS": (("short", base64.b64encode(b"k" * 16).decode()),)}),
    ("E006", {"FIELD_ENCRYPTION_KEYS": (("not base64", "!"),)}),
    ("E007", {"SUBJECT_HMAC_KEY": DEMO_SECRET}),
    ("E007", {"SUBJECT_HMAC_KEY": "h" * 49}),
    ("E008", {"TRUSTED_PROXIES": ()}),
    ("E009", {"TEST_NHS_NUMBERS": True}),
    ("E010", {"MESSAGE_GATEWAYS": POST_ROOM}),
    ("E011", {"NOTIFY_API_KEY": ""}),
    ("E011", {"NOTIFY_SMS_TEMPLATE": ""}),
    *[("E012", {"MIDDLEWARE": [name for name in settings.MIDDLEWARE if name != guard]}) for guard in GUARDS],
    ("E012", {"MIDDLEWARE": settings.MIDDLEWARE[::-1]}),
    ("E012", {"INSTALLED_APPS": [app for app in settings.INSTALLED_APPS if app != "allauth.mfa"]}),
    ("E012", {"MFA_ADAPTER": "allauth.mfa.adapter.DefaultMFAAdapter"}),
    ("E012", {"MFA_TOTP_INSECURE_BYPASS_CODE": "000000"}),
    ("E013", {"ALLOWED_HOSTS": ["*"]}),
    ("E013", {"ALLOWED_HOSTS": [".example"]}),
    ("E015", {"VIRUS_SCANNER": ""}),
    ("E016", {"RECEIPT_KEYS": (("demo", DEMO_RECEIPT_KEY),)}),
    ("E016", {"RECEIPT_KEYS": (*GOOD["RECEIPT_KEYS"], ("demo", DEMO_RECEIPT_KEY))}),
    ("E016", {"RECEIPT_KEYS": (("short", base64.b64encode(b"r" * 16).decode()),)}),
    ("E016", {"RECEIPT_RETIRED_KEYS": (("not base64", "!"),)}),
    *[("E017", {name: ""}) for name in MESH],
    ("E017", {"MESH_URL": "http://mesh.example"}),
]


def found(**changes):
    with override_settings(**{**GOOD, **changes}):
        return [message.id for message in production_is_safe()]


def test_checks_find_nothing_in_a_good_production():
    assert found() == []


@pytest.mark.parametrize(("rule", "change"), BROKEN)
def test_checks_each_rule_fires_alone(rule, change):
    assert found(**change) == [f"ndop.{rule}"]


def test_checks_every_rule_is_proved_here():
    assert {rule for rule, *_ in RULES} == {rule for rule, _ in BROKEN}


def test_checks_ask_nothing_of_a_staff_site_that_is_off():
    assert found(STAFF_SITE=False, MIDDLEWARE=[]) == []


def test_checks_ask_nothing_of_a_service_without_a_mailbox():
    assert found(**dict.fromkeys(MESH, "")) == []


def test_checks_leave_a_demonstration_alone():
    assert found(NDOP_PRODUCTION=False, NDOP_DEMO=True, DEBUG=True, TRUSTED_PROXIES=()) == []


@contextmanager
def postgres_that_says(**answers):
    cursor = mock.MagicMock()
    cursor.__enter__.return_value.fetchall.return_value = list(answers.items())
    with mock.patch("django.db.connection.cursor", return_value=cursor):
        yield


SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


@pytest.mark.parametrize("name", SAFE)
def test_checks_refuse_a_database_that_may_forget(name):
    with override_settings(**GOOD), postgres_that_says(**{**SAFE, name: "off"}):
        assert [message.id for message in database_is_durable(databases=["default"])] == ["ndop.E014"]


def test_checks_take_a_database_that_keeps_what_it_said():
    assert DURABLE.keys() == SAFE.keys()
    with override_settings(**GOOD), postgres_that_says(**SAFE):
        assert database_is_durable(databases=["default"]) == []


def production_environment():
    lines = (ROOT / ".ci/production-like.env").read_text().splitlines()
    read = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {"PATH": os.environ["PATH"], **read}


def import_settings(**changes):
    code = "from ndop import settings; print({k: str(v) for k, v in vars(settings).items() if k.isupper()})"
    environment = production_environment() | changes
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_settings_of_production_are_the_safe_ones():
    result = import_settings()
    assert result.returncode == 0, result.stderr
    read = ast.literal_eval(result.stdout)
    expected = {
        "DEBUG": "False", "SECURE_SSL_REDIRECT": "True", "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": "True", "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf", "SESSION_COOKIE_SECURE": "True", "SESSION_COOKIE_HTTPONLY": "True",
        "SESSION_COOKIE_SAMESITE": "Lax", "TEST_NHS_NUMBERS": "False", "NDOP_DEMO": "False", "ADMINS": "[]",
        "STAFF_SITE": "False", "FILE_UPLOAD_PERMISSIONS": str(0o600), "EMAIL_USE_SSL": "True",
        "SESSION_ENGINE": "django.contrib.sessions.backends.db", "DATA_UPLOAD_MAX_MEMORY_SIZE": "102400",
    }  # fmt: skip
    assert {name: read[name] for name in expected} == expected
    assert "unsafe" not in read["CONTENT_SECURITY_POLICY"]
    assert "django.contrib.admin" not in read["INSTALLED_APPS"]
    assert "cache" not in read["MIDDLEWARE"].lower()


def test_settings_nonsense_stops_the_process():
    result = import_settings(CODE_GUESSES="five")
    assert result.returncode != 0
    assert "CODE_GUESSES" in result.stderr
