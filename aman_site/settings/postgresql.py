"""PostgreSQL, when the environment names a database; SQLite stays the default."""

import os
from typing import Any


def read_postgresql() -> dict[str, Any] | None:
    """Return the database of `AMAN_POSTGRESQL_NAME`, or nothing when it is not set."""
    if "AMAN_POSTGRESQL_NAME" not in os.environ:
        return None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["AMAN_POSTGRESQL_NAME"],
        "HOST": os.environ.get("AMAN_POSTGRESQL_HOST", ""),
        "PORT": os.environ.get("AMAN_POSTGRESQL_PORT", ""),
        "USER": os.environ.get("AMAN_POSTGRESQL_USER", ""),
        "PASSWORD": os.environ.get("AMAN_POSTGRESQL_PASSWORD", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
