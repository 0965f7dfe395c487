"""The default place: one machine, SQLite, embedded engine, nothing to install."""

from aman_site.contents import holds_demo
from aman_site.prepared_place import require_same_place

from .base import *  # noqa: F403
from .base import AMAN_VAR_DIR, DATABASES, INSTALLED_APPS
from .languages import *  # noqa: F403
from .postgresql import read_postgresql
from .search import *  # noqa: F403
from .secret import read_or_make_secret
from .security import *  # noqa: F403
from .tasks import *  # noqa: F403

# `./aman bench` and `./aman check`; a server has neither.
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
# SQLite, unless the environment names a PostgreSQL: `./aman bench NAME --database postgresql`.
DATABASES["default"] = read_postgresql() or DATABASES["default"]
# Before anything is made here: a place of another kind is left alone.
require_same_place(var=AMAN_VAR_DIR, settings=__name__, database=DATABASES["default"])

SECRET_KEY = read_or_make_secret(AMAN_VAR_DIR / "keys" / "django-secret")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
AMAN_DEMO_ALLOWED = True
# Demo users may sign in without a second factor; the sign-in page says so. A place that was
# started with --empty is no demo.
AMAN_EMBEDDED_DEMO = holds_demo(AMAN_VAR_DIR)
# The terminal of `./aman run` is that of the person who sets the place up.
AMAN_OFFER_SETUP = True
