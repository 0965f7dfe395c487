"""Sign-in, sessions, content security policy, upload limits."""

import os

from csp.constants import NONE, SELF

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "dossiers.access.backend.DossierBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Long, not the person's own name, and none of Django's list of 20,000 common ones, nor one of
# them made longer; nothing about kinds of signs.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "aman_site.sign_in.passwords.CommonPasswordMadeLongerValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dossiers:home"
WAGTAILADMIN_LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "aman_site.sign_in.accounts.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "aman_site.sign_in.forms.PlainLoginForm",
    "change_password": "aman_site.sign_in.forms.PlainChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
# Names are kept in one spelling (dossiers.models.user).
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords and codes are counted by ours (sign_in.lockout, sign_in.codes). allauth's
# "login" would let one stranger turn away everybody behind the same address.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    ("login", "login_failed", "reauthenticate", "change_password"), None
)
# Days from an invitation (or from joining) in which a first second factor may be set up: a
# password that was stolen later enrols nothing.
AMAN_ENROL_WITHIN_DAYS = 14
# What stands between a sign-in and the area or the admin: dotted names of functions of the
# request that return where to go first, or None.
AMAN_SIGN_IN_STEPS = [
    "dossiers.staff.steps.own_password",
    "aman_site.second_factor.requirement.missing_factor",
    "dossiers.staff.steps.units_first",
]
# Days for which an invitation, and hours for which a link of `./aman setup`, may be used.
AMAN_INVITATION_DAYS = 7
AMAN_SETUP_LINK_HOURS = 24
# Whether the server prints set-up links while nobody can sign in; never where a log keeps it.
AMAN_OFFER_SETUP = False
# Codes of invitations that one address may try in an hour.
AMAN_CODE_TRIES_PER_HOUR = 10
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "aman_site.sign_in.codes.LimitedAuthenticateForm",
    "reauthenticate": "aman_site.sign_in.codes.LimitedReauthenticateForm",
    "activate_totp": "aman_site.sign_in.codes.LimitedActivateForm",
    "authenticate_webauthn": "aman_site.sign_in.codes.LimitedKeyForm",
    "reauthenticate_webauthn": "aman_site.sign_in.codes.LimitedKeyAgainForm",
    "add_webauthn": "aman_site.second_factor.forms.KeyForm",
    "edit_webauthn": "aman_site.second_factor.forms.KeyNameForm",
}
MFA_ADAPTER = "aman_site.second_factor.adapter.SealingMFAAdapter"
# Steps of 30 seconds by which the clock of a telephone may be wrong.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# The gate asks for a fresh sign-in before these pages.
MFA_REAUTHENTICATION_REQUIRED = False
# A password opens nothing by itself, and no browser is trusted for another day.
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TRUST_ENABLED = False
# There are no addresses of e-mail to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# The lock-out. django-axes stands before every password and asks our handler, which counts.
AXES_ENABLED = True
AXES_HANDLER = "aman_site.sign_in.lockout.PasswordLimits"
AXES_USERNAME_FORM_FIELD = "username"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]
AXES_VERBOSE = False
# Wrong passwords for one account, over all addresses, until it is locked for 15 minutes.
AMAN_FAILURES = 8
# Wrong passwords from one address within an hour; past it, each account has fewer from there.
AMAN_ADDRESS_FAILURES = 30
AMAN_FAILURES_OF_BUSY_ADDRESS = 3
# The cookie by which a browser is known in which an account has signed in.
AMAN_DEVICE_COOKIE = "device"

SESSION_ENGINE = "aman_site.sign_in.session_store"
# Seconds without a request of a person until a session ends.
AMAN_SESSION_IDLE_S = 15 * 60
# Seconds before that at which the page warns.
AMAN_SESSION_WARNING_S = 2 * 60
# Seconds from the sign-in until a session ends, whatever happens in it: one working day.
SESSION_COOKIE_AGE = 10 * 60 * 60
# Seconds for which a password and a code count as fresh, before what cannot be taken back.
AMAN_FRESH_SIGN_IN_S = 10 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = AMAN_FRESH_SIGN_IN_S
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "aman_site.sign_in.typed_again.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CONTENT_SECURITY_POLICY = {
    # Wagtail's page editor needs inline code: the exception is for it alone.
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# django-guardian: its tables carry our derived rows (dossiers.models.grant);
# its decisions are not asked, so its backend and anonymous user stay out.
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# Reports of a child at risk from one address within an hour; more are taken in as doubtful.
AMAN_REPORTS_PER_HOUR = 8
# Addresses or networks of our own proxies: only they are believed about who asks.
AMAN_TRUSTED_PROXIES: list[str] = os.environ.get("AMAN_TRUSTED_PROXIES", "").split()

# From so many dossiers outside their own units that somebody opened on one day, the
# day is listed for the auditor (dossiers.journal.anomalies).
AMAN_ANOMALY_DOSSIERS_A_DAY = 15

# Intake limits: one file in bytes, one page in pixels, pages of one file.
AMAN_UPLOAD_MAX_BYTES = 200 * 1024 * 1024
AMAN_PAGE_MAX_PIXELS = 60_000_000
AMAN_UPLOAD_MAX_PAGES = 300
# Bytes that one person may bring in a day, all files together.
AMAN_UPLOAD_BYTES_PER_DAY = 5 * 1024 * 1024 * 1024
# No file is taken that would leave fewer bytes on the disk: the database needs them.
AMAN_DISK_FLOOR_BYTES = int(os.environ.get("AMAN_DISK_FLOOR_BYTES", "536870912"))
# Largest body of a request without a sign-in: the report form with every field full.
AMAN_READER_BODY_BYTES = 128 * 1024
# Address of a virus scanner (clamd), "127.0.0.1:3310" or "unix:/run/clamav/clamd.ctl"; ""
# asks none. With one, a file that it did not see is not taken.
AMAN_CLAMD = os.environ.get("AMAN_CLAMD", "")
# Nothing of a paper lies in clear in the system's folder of temporary files.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "dossiers.storage.upload_handler.SealedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
