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
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dossiers:home"
WAGTAILADMIN_LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "aman_site.accounts.ClosedAccountAdapter"
ACCOUNT_FORMS = {"login": "aman_site.sign_in.PlainLoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
# django-axes counts failed log-ins; allauth need not do it again.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 60 * 60  # seconds: one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "publicsite.views.errors.csrf_failure"
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
# day is listed for the auditor (dossiers.anomalies).
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
    "dossiers.intake.sealed_upload.SealedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
