"""A server behind TLS. Everything secret comes from the environment."""

import os

from aman_site.prepared_place import require_same_place

from .base import *  # noqa: F403
from .base import AMAN_VAR_DIR, DATABASES
from .languages import *  # noqa: F403
from .postgresql import read_postgresql
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .tasks import *  # noqa: F403

SECRET_KEY = os.environ["AMAN_SECRET_KEY"]
# Older secrets that still open what they sealed, until `migrate` has sealed it anew.
SECRET_KEY_FALLBACKS = os.environ.get("AMAN_SECRET_KEY_FALLBACKS", "").split()
DEBUG = False
ALLOWED_HOSTS = os.environ["AMAN_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
AMAN_EMBEDDED_DEMO = False

DATABASES["default"] = read_postgresql() or DATABASES["default"]
require_same_place(var=AMAN_VAR_DIR, settings=__name__, database=DATABASES["default"])

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
AMAN_DEVICE_COOKIE = "__Host-device"
