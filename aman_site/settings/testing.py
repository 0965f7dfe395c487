"""The test suite: everything private in a folder of its own, thrown away after."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, CACHES, DATABASES, INSTALLED_APPS, STORAGES
from .languages import *  # noqa: F403
from .postgresql import read_postgresql
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .tasks import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
# pytest's start-up makes and removes the folder (conftest.py).
AMAN_VAR_DIR = (
    Path(tempfile.gettempdir())
    / f"aman-test-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
)
AMAN_VAR_DIR /= os.environ.get("PYTEST_XDIST_WORKER", "main")
SEARCH_INDEX_DIR = AMAN_VAR_DIR / "index"
MEDIA_ROOT = AMAN_VAR_DIR / "media"
# The models that `./aman` brought, shared by all places.
AMAN_OCR_MODELS_DIR = BASE_DIR / "var" / "ocr-models"

SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
# As on a server: the second factor is asked for. A test's client has proved both (conftest).
AMAN_EMBEDDED_DEMO = False
AMAN_DEMO_ALLOWED = True
# The fastest hasher: Argon2 is tested where it matters.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Nothing is collected: Django's live server finds static files itself.
STATIC_ROOT = None  # type: ignore[assignment]
SEARCH_ENGINE = "memory"
AMAN_CLAMD = ""
# The folder of a test may lie on a small disk in memory.
AMAN_DISK_FLOOR_BYTES = 16 * 1024 * 1024

# A file, as in the embedded place: many connections wait for one another there, while
# those to a database in memory refuse. Without fsync: it is thrown away.
DATABASES["default"]["TEST"] = {"NAME": str(AMAN_VAR_DIR / "test.sqlite3")}
DATABASES["default"]["OPTIONS"] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
}
DATABASES["default"] = read_postgresql() or DATABASES["default"]

# A test sees what it made itself; the caches that processes share have tests of their own.
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
