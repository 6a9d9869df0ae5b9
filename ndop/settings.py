"""All settings, in one module. What differs between places comes from the environment, read with types.

`NDOP_DEMO=1` (set by `make run`) turns on the demonstration: synthetic people, a post room that shows every
message, and keys that are written down here. `ndop.checks` refuses to start production with any of that.
"""

import logging
from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from ndop.embedded.locations import (
    celery_broker_url,
    celery_transport_options,
    default_database_url,
    default_redis_url,
)
from ndop.env import env, read_database, read_keys, read_networks
from ndop.logs import logging_config
from ndop.nhsuk.csp import INLINE_SCRIPT_HASH
from ndop.settings_back_office import *  # noqa: F403 - a settings module is its names
from ndop.settings_back_office import SCANS_AT_ONCE, scans_dir
from ndop.settings_guidance import *  # noqa: F403 - a settings module is its names
from ndop.settings_guidance import materials_dir
from ndop.settings_sign_in import *  # noqa: F403 - a settings module is its names
from ndop.settings_sign_in import STAFF_SESSION_HARD
from ndop.settings_upholding import *  # noqa: F403 - a settings module is its names
from ndop.settings_upholding import checks_dir

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.path("NDOP_DATA_DIR", default=BASE_DIR / ".local")
SCANS_DIR = scans_dir(DATA_DIR)
CHECKS_DIR = checks_dir(DATA_DIR)
MATERIALS_DIR = materials_dir(DATA_DIR)

# --- Which place is this? -----------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
NDOP_DEMO = env.bool("NDOP_DEMO", default=False)
NDOP_PRODUCTION = env.bool("NDOP_PRODUCTION", default=not NDOP_DEMO and not DEBUG)
DEMO_SECRET = "demonstration-only-" + "0123456789" * 4
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SERVICE_NAME = "National data opt-out"
NDOP_SERVICE_URL = env.str("NDOP_SERVICE_URL", default="http://127.0.0.1:8000")
NDOP_PHONE = env.str("NDOP_PHONE", default="0300 303 5678")
NDOP_PHONE_HOURS = env.str("NDOP_PHONE_HOURS", default="Monday to Friday, 9am to 5pm (except bank holidays)")
# Where letters come from and paper answers go; without the recipient, which is SERVICE_NAME.
NDOP_RETURN_ADDRESS = env.list("NDOP_RETURN_ADDRESS", default=["PO Box 884", "Leeds", "LS1 9TZ"])
METRICS_ENABLED = env.bool("METRICS_ENABLED", default=False)
STAFF_SITE = env.bool("STAFF_SITE", default=not NDOP_PRODUCTION)

# --- Keys for what is kept at rest ----------------------------------------------------------------------------
DEMO_KEY = "bmRvcC1kZW1vbnN0cmF0aW9uLWtleS0wMDAwMDAwMDA="
FIELD_ENCRYPTION_KEYS: tuple[tuple[str, str], ...] = read_keys("FIELD_ENCRYPTION_KEYS") or (("demo", DEMO_KEY),)
SUBJECT_HMAC_KEY = env.str("SUBJECT_HMAC_KEY", default=DEMO_SECRET)

# --- The parts --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "ndop",
    "ndop.nhsuk",
    "registry",
    "portal",
    "staff",
]
MIDDLEWARE = [
    "ndop.middleware.request_id.RequestIdMiddleware",
    "ndop.middleware.client_address.ClientAddressMiddleware",
    # Above whatever answers by itself, so that redirects to HTTPS and static files carry the headers too.
    "ndop.middleware.headers.HeadersMiddleware",
    # Above whatever redirects, reads a form or answers with a page: the API does none of that.
    "portal.api.gate.ApiMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ndop.middleware.patience.PatienceMiddleware",
    "portal.organisations.checks.incoming.ListMiddleware",
    "ndop.middleware.bad_input.BadInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "staff.accounts.sessions.StaffSessionMiddleware",
    "portal.organisations.access.MemberMiddleware",
    "ndop.middleware.login_required.LoginUnlessPublicMiddleware",
    "staff.access.StaffPermissionMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "ndop.urls"
WSGI_APPLICATION = "ndop.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "ndop.jinja.environment"},
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "nhsuk"
CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False  # a misspelt field is an error, not a gap in the page

# --- Database: PostgreSQL only -------------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="")
USES_EMBEDDED_DATABASE = not DATABASE_URL
DATABASES = {"default": read_database(DATABASE_URL or default_database_url(DATA_DIR))}
DATABASES["default"] |= {
    # A new connection for each request costs 10 to 20 times the query (docs/adr/0001-postgresql.md).
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": False,
}
DATABASES["default"]["OPTIONS"] |= {  # type: ignore[operator]
    "connect_timeout": 3,
    "options": "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s"
    " -c plan_cache_mode=force_generic_plan",
    # Only registry.prepared prepares. Off for a pool between us and the database that cannot keep statements apart.
    "prepare_threshold": 0 if env.bool("PREPARE_STATEMENTS", default=True) else None,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery: carries row ids, never personal data; nothing that must last lives in Redis -------------------------
REDIS_URL = env.str("REDIS_URL", default="")
USES_EMBEDDED_REDIS = not REDIS_URL
_REDIS = REDIS_URL or default_redis_url(DATA_DIR)
CELERY_BROKER_URL = celery_broker_url(_REDIS)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    # The default cadence redelivers a dead worker's task after 100 s, however low the time-out above is.
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
} | celery_transport_options(_REDIS)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 30
CELERY_TASK_TIME_LIMIT = 40
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 45
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "registry.tasks.beat_heart", "schedule": timedelta(seconds=15)},
    "purge": {"task": "registry.tasks.purge_expired", "schedule": timedelta(minutes=10)},
    "scans": {"task": "registry.tasks.recheck_scans", "schedule": timedelta(minutes=1)},
    # Half past two by UTC, which no change of the clocks skips or repeats.
    "paper": {"task": "registry.tasks.destroy_paper", "schedule": crontab(hour="2", minute="30")},
}

# --- Limits and lifetimes (trust.md 2.4 and D3, D8; each is ours to change by ADR) ---------------------------------
CODE_LIFETIME = timedelta(minutes=env.int("CODE_LIFETIME_MINUTES", default=10))
CODE_GUESSES = env.int("CODE_GUESSES", default=5)
CODES_PER_QUARTER_HOUR = env.int("CODES_PER_QUARTER_HOUR", default=3)
CODES_PER_DAY = env.int("CODES_PER_DAY", default=5)
CODES_PER_NETWORK_PER_HOUR = env.int("CODES_PER_NETWORK_PER_HOUR", default=60)
CHECKS_PER_SUBJECT_AND_NETWORK_PER_HOUR = env.int("CHECKS_PER_SUBJECT_AND_NETWORK_PER_HOUR", default=5)
CHECKS_PER_SUBJECT_PER_DAY = env.int("CHECKS_PER_SUBJECT_PER_DAY", default=20)
CHECKS_PER_NETWORK_PER_HOUR = env.int("CHECKS_PER_NETWORK_PER_HOUR", default=30)
TEXTS_PER_DAY = env.int("TEXTS_PER_DAY", default=200_000)
DRAFT_IDLE = timedelta(minutes=20)
DRAFT_WARNING = timedelta(minutes=2)
DRAFT_HARD = timedelta(hours=2)
MESSAGE_LEASE = timedelta(seconds=env.int("MESSAGE_LEASE_SECONDS", default=15))
MESSAGE_ATTEMPTS = env.int("MESSAGE_ATTEMPTS", default=12)
MESSAGE_DEADLINE = timedelta(hours=24)
MESSAGE_CONTACT_KEPT = timedelta(days=7)
PROVIDER_TIMEOUT = env.float("PROVIDER_TIMEOUT_SECONDS", default=5.0)
MINIMUM_AGE = 13
TEST_NHS_NUMBERS = env.bool("TEST_NHS_NUMBERS", default=not NDOP_PRODUCTION)

# --- The outside world ---------------------------------------------------------------------------------------------
DIRECTORY_GATEWAY = env.str("DIRECTORY_GATEWAY", default="registry.gateways.local_directory.LocalDirectory")
_POST_ROOM = "registry.gateways.post_room.PostRoom"
_NOTIFY = "registry.gateways.notify.Notify"
MESSAGE_GATEWAYS = {
    "email": env.str("EMAIL_GATEWAY", default=_POST_ROOM if NDOP_DEMO else "registry.gateways.smtp.Smtp"),
    "sms": env.str("SMS_GATEWAY", default=_POST_ROOM if NDOP_DEMO else _NOTIFY),
    "letter": env.str("LETTER_GATEWAY", default=_POST_ROOM if NDOP_DEMO else _NOTIFY),
}
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_URL = env.str("NOTIFY_URL", default="https://api.notifications.service.gov.uk")
NOTIFY_SMS_TEMPLATE = env.str("NOTIFY_SMS_TEMPLATE", default="")
NOTIFY_EMAIL_TEMPLATE = env.str("NOTIFY_EMAIL_TEMPLATE", default="")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=465)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=True)
EMAIL_TIMEOUT = PROVIDER_TIMEOUT
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="National data opt-out <no-reply@example.com>")
ADMINS: list[tuple[str, str]] = []  # error mails would carry what people typed

# --- Web security ----------------------------------------------------------------------------------------------------
# The demonstration speaks plain HTTP on loopback; everywhere else is HTTPS behind a proxy that is named here.
HTTPS = env.bool("HTTPS", default=not (NDOP_DEMO or DEBUG))
TRUSTED_PROXIES = read_networks("TRUSTED_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(STAFF_SESSION_HARD.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser window, as the cookies page says
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ndop.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, INLINE_SCRIPT_HASH],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 100 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# A handler lets files in where a page asks for them, and nowhere else; the last refuses what the first leaves.
DATA_UPLOAD_MAX_NUMBER_FILES = SCANS_AT_ONCE
FILE_UPLOAD_HANDLERS = [
    "portal.organisations.checks.incoming.ListUploadHandler",
    "staff.cases.uploads.ScanUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
# A browser that sends or takes nothing for so long is hung up on (F22).
LONGEST_SILENCE_SECONDS = env.float("LONGEST_SILENCE_SECONDS", default=20.0)
# Preloading a domain into browsers is for the domain's owner to decide, not for this service.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Words, times and files ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static" / "root"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
PLAIN_STATIC_FILES = env.bool("PLAIN_STATIC_FILES", default=False)
_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": _STATIC if PLAIN_STATIC_FILES or NDOP_DEMO else _HASHED}}
WHITENOISE_USE_FINDERS = PLAIN_STATIC_FILES or NDOP_DEMO
LOGGING = logging_config(env.log_level("LOG_LEVEL", default=logging.INFO))
LOGGING_CONFIG = "logging.config.dictConfig"
