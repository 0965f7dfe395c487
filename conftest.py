"""What every test gets: a private folder, a shut network, a browser if one is there."""

import hashlib
import os
import shutil
import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils.translation import override
from pytest_django.plugin import blocking_manager_key

from benchmarks import elasticsearch_server
from benchmarks.archive.staff_client import PASSWORD, SECOND_FACTOR, record_proofs
from benchmarks.public_pages.browser import find_browser
from dossiers.tests.matrix.site_things import STANDING_ADMIN
from dossiers.tests.matrix.things import STANDING_TOWN
from dossiers.tests.world import STANDING_WORLD, World, make_world
from publicsite.tests.conftest import STANDING_SITE
from tests.migrating import Steps
from tests.slow_tests import SLOW
from tests.standing_rows import StandingRows

NO_BROWSER = "no Chromium here (apt-get install chromium)"
# Fixtures by whose rows tests are grouped.
STANDING: dict[str, StandingRows[Any]] = {
    "world": STANDING_WORLD,
    "matrix_town": STANDING_TOWN,
    "site_admin": STANDING_ADMIN,
    "public_site": STANDING_SITE,
}
# Walks through a browser and Wagtail's own pages: on PostgreSQL they would prove nothing anew.
SAME_ON_EVERY_DATABASE = ("tests/browser/", "dossiers/tests/test_site_matrix.py")
IS_MIGRATED = pytest.StashKey[bool]()
LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    """Let every session that a test begins prove password and second factor."""
    plain_login = Client.force_login

    def force_login(self: Client, user: Any, backend: str | None = None) -> None:
        plain_login(self, user, backend)
        record_proofs(self, user, PASSWORD, SECOND_FACTOR)

    Client.force_login = force_login  # type: ignore[method-assign]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make the private folder of this worker; compile the translations once."""
    Path(settings.AMAN_VAR_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
    if not hasattr(session.config, "workerinput"):
        from aman_site.catalogues import compile_catalogues

        compile_catalogues()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Throw the private folder away."""
    shutil.rmtree(settings.AMAN_VAR_DIR, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was skipped and why, one line per reason."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        where = report.longrepr
        reason = where[2] if isinstance(where, tuple) else str(where)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if not reasons:
        terminalreporter.write_line("Nothing was skipped.")
        return
    terminalreporter.section("skipped, and why")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:4}  {reason}")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what `./aman test --quick` leaves out."""
    if _flushes(item) or item.nodeid.startswith(SLOW):
        item.add_marker("slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Group tests by the rows they begin with; put those that flush the database last.

    What migrations wrote goes with the first flush. On PostgreSQL, leave out what no database
    changes.
    """
    if connection.vendor == "postgresql":
        of_one_database = [item for item in items if not _depends_on_database(item)]
        config.hook.pytest_deselected(items=of_one_database)
        items[:] = [item for item in items if _depends_on_database(item)]
    names = [*STANDING, ""]
    items.sort(key=lambda item: (_flushes(item), names.index(_begins_with(item))))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Put up the rows that the test begins with; take down those of other tests."""
    if not _uses_database(item):
        return
    blocker = item.config.stash[blocking_manager_key]
    with blocker.unblock():
        if (name := _begins_with(item)) and item.config.stash.get(IS_MIGRATED, False):
            STANDING[name].put_up()
        else:
            StandingRows.take_down()


def _begins_with(item: pytest.Item) -> str:
    """Return the name of the fixture whose rows stand before the test; "" for none."""
    fixtures = getattr(item, "fixturenames", ())
    return "" if _flushes(item) else next((name for name in STANDING if name in fixtures), "")


def _depends_on_database(item: pytest.Item) -> bool:
    return _uses_database(item) and not item.nodeid.startswith(SAME_ON_EVERY_DATABASE)


def _uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or any(
        name in fixtures for name in ("db", "transactional_db", "live_server")
    )


def _flushes(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    mark = item.get_closest_marker("django_db")
    return (
        "transactional_db" in fixtures
        or "live_server" in fixtures
        or bool(mark and mark.kwargs.get("transaction"))
    )


@pytest.fixture(autouse=True)
def in_the_language_of_the_site() -> Iterator[None]:
    """Begin in Arabic: a request of an earlier test leaves its own language behind."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget where Wagtail found the start pages and the pictures of an earlier test."""
    for name in ("default", "renditions"):
        caches[name].clear()


@pytest.fixture(autouse=True)
def place_known(request: pytest.FixtureRequest) -> None:
    """Give the database the id of its store again: the flush of an earlier test took it away."""
    if not _flushes(request.node):
        return
    request.getfixturevalue("transactional_db")
    from dossiers.models import Installation
    from dossiers.storage.private_files import private_storage

    Installation.objects.update_or_create(
        pk=1, defaults={"uid": private_storage.mark, "is_marked": True}
    )


@pytest.fixture(autouse=True)
def nothing_half_sent() -> None:
    """Throw away the pieces of files that an earlier test left on their way."""
    shutil.rmtree(Path(settings.AMAN_VAR_DIR) / "arriving", ignore_errors=True)


@pytest.fixture(autouse=True)
def shut_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def refuse_far(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            pytest.fail(f"A test wanted to connect to {address[0]}: the network is shut.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse_far)


def go_without(missing: str) -> NoReturn:
    """Skip for want of a program; fail in CI, which brings them all."""
    if "AMAN_SKIP_NOTHING" in os.environ:
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def elastic_urls() -> list[str]:
    """Return the addresses of the running server; skip where there is none."""
    nodes = elasticsearch_server.running(int(os.environ.get("AMAN_ELASTICSEARCH_PORT", "9200")))
    if nodes and elasticsearch_server.health(nodes[0].url):
        return [node.url for node in nodes]
    missing = (
        elasticsearch_server.what_is_missing()
        or "Elasticsearch is not running: `./aman elasticsearch start`, then test again."
    )
    go_without(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Let Playwright use the system's Chromium; skip where there is none."""
    program = find_browser()
    if program is None:
        go_without(NO_BROWSER)
    yield {**browser_type_launch_args, "executable_path": program, "args": ["--no-sandbox"]}


def _template() -> Path:
    """Name the migrated database that later runs copy: by what made it."""
    made_by = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            made_by.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return Path(settings.BASE_DIR) / ".cache" / f"test-database-{made_by.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite, begin with a copy of the migrated database of an earlier run."""
    if connection.vendor != "sqlite":
        return False
    if (template := _template()).exists():
        shutil.copyfile(template, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Keep the migrated database for the next run (migrations take half a minute)."""
    # The models are there only now.
    from dossiers.models import Installation
    from dossiers.storage.private_files import private_storage

    request.config.stash[IS_MIGRATED] = True
    with django_db_blocker.unblock():
        # A copy of an earlier run says that its store was marked; that one was thrown away.
        private_storage.mark = Installation.objects.get(pk=1).uid
    template = _template()
    if connection.vendor != "sqlite" or template.exists():
        return
    template.parent.mkdir(exist_ok=True)
    for outdated in template.parent.glob("test-database-*.sqlite3"):
        outdated.unlink(missing_ok=True)
    part = template.with_name(f"{os.getpid()}.part")
    with django_db_blocker.unblock(), sqlite3.connect(part) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    part.replace(template)


@pytest.fixture
def world(db: None) -> World:
    """The invented town."""
    return make_world()


@pytest.fixture
def newest_step(transactional_db: None) -> Iterator[Steps]:
    """The newest migrations, to which the database comes back whatever happens."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield leaves
    MigrationExecutor(connection).migrate(leaves)
