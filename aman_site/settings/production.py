"""A server behind TLS. Everything secret comes from the environment."""

import os

from .base import *  # noqa: F403
from .languages import *  # noqa: F403
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .tasks import *  # noqa: F403

from .base import DATABASES

SECRET_KEY = os.environ["AMAN_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = os.environ["AMAN_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
AMAN_EMBEDDED_DEMO = False

if "AMAN_POSTGRESQL_NAME" in os.environ:
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["AMAN_POSTGRESQL_NAME"],
        "HOST": os.environ.get("AMAN_POSTGRESQL_HOST", ""),
        "PORT": os.environ.get("AMAN_POSTGRESQL_PORT", ""),
        "USER": os.environ.get("AMAN_POSTGRESQL_USER", ""),
        "PASSWORD": os.environ.get("AMAN_POSTGRESQL_PASSWORD", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
