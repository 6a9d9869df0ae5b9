"""Settings of the staff sign-in: accounts, passwords, second factors and the lock. Read into `ndop.settings`."""

from datetime import timedelta
from typing import Any

AUTH_USER_MODEL = "registry.StaffUser"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "family_name", "name", "email")},
    },
]
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "staff:home"
LOGOUT_REDIRECT_URL = "staff:sign-in"

# --- How long (trust.md D3) and how often -----------------------------------------------------------------------
STAFF_SESSION_IDLE = timedelta(minutes=15)
STAFF_SESSION_WARNING = timedelta(minutes=2)
STAFF_SESSION_HARD = timedelta(hours=12)
# Between the right password and the second factor.
HALF_SIGNED_IN_LASTS = timedelta(minutes=10)
# Before a dangerous step: password or second factor within this time; its form may then take this much longer.
PROOF_LASTS = timedelta(minutes=5)
PROOF_FOR_FORM_LASTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(hours=48)
SECOND_FACTOR_TRIES = 5
SEEN_EVERY = timedelta(minutes=1)

# --- django-axes: the lock on passwords (trust.md T23) ------------------------------------------------------------
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Not AXES_USERNAME_FORM_FIELD: where the form's field and the credentials differ, a right password opens the lock.
AXES_USERNAME_CALLABLE = "staff.accounts.forms.username_tried"
AXES_CLIENT_IP_CALLABLE = "ndop.middleware.client_address.client_address"
AXES_LOCKOUT_CALLABLE = "ndop.errors.too_many_attempts"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# --- django-allauth: second factors and the list of sessions; its pages and its sign-up are not used --------------
ACCOUNT_ADAPTER = "staff.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
MFA_ADAPTER = "staff.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "National data opt-out"
MFA_RECOVERY_CODE_DIGITS = 10
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TRUST_ENABLED = False
