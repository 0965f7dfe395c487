"""An empty, migrated database and private folder for one measurement, gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


@contextmanager
def throwaway_database() -> Iterator[Path]:
    """Run the block on a database of its own (a file on SQLite); yield its private folder."""
    with tempfile.TemporaryDirectory(prefix="aman-bench-") as name:
        folder = Path(name)
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(folder / "bench.sqlite3")
        private = override_settings(
            AMAN_VAR_DIR=folder,
            SEARCH_INDEX_DIR=folder / "index",
            DEBUG=False,
            # Nothing has been collected where nobody ever ran the site.
            STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN_FILES}},
        )
        old_name = settings.DATABASES["default"]["NAME"]
        with private:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            try:
                yield folder
            finally:
                connection.creation.destroy_test_db(str(old_name), verbosity=0)
