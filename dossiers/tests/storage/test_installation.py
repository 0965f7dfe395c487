"""Store and database carry one id; nothing is given one, started or moved where they differ."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.test import override_settings

from aman_site.checks import check_store_belongs_to_database
from benchmarks.reading.killing import KILLED, Point, fork
from dossiers.models import Installation
from dossiers.storage.installation import (
    DifferentPlaceError,
    State,
    guard_store,
    settle,
    uid_of_database,
)
from dossiers.storage.private_files import MARK, PrivateStorage, StoreAwayError, private_storage
from dossiers.tests.factories import OriginalFactory


@pytest.fixture
def store(tmp_path, settings) -> PrivateStorage:
    """The store of an older place: no id on either side, nothing in it."""
    settings.AMAN_VAR_DIR = tmp_path
    return private_storage


@pytest.fixture
def fresh(db, store) -> PrivateStorage:
    """The store of a place whose database has an id that was never written into it."""
    Installation.objects.update(is_marked=False)
    return store


@pytest.fixture
def older(db, store) -> PrivateStorage:
    """The same, with its database."""
    Installation.objects.all().delete()
    return store


@pytest.mark.django_db
class TestOlderPlace:
    """A place from before the ids gets one where that is safe, and only there."""

    def test_store_with_files_is_refused_to_a_database_that_names_none(self, older) -> None:
        older.put(b"a real paper")

        assert settle().state is State.DIFFERS

        assert older.mark == ""
        assert not Installation.objects.exists()

    def test_store_is_refused_to_a_database_that_names_other_files(self, older) -> None:
        older.put(b"a real paper")
        OriginalFactory.create_batch(3, stored_name="aa/elsewhere.age")

        assert settle().state is State.DIFFERS

        assert older.mark == ""

    def test_empty_store_is_refused_to_a_database_that_names_files(self, older) -> None:
        OriginalFactory(stored_name="aa/elsewhere.age")

        assert settle().state is State.AWAY

        assert not older.root.exists()

    def test_store_and_database_that_know_each_other_get_one_id(self, older) -> None:
        OriginalFactory(stored_name=older.put(b"a real paper"))
        # What the trap of old put aside counts as there: it comes back when it is asked for.
        OriginalFactory(stored_name=(aside := older.put(b"another")))
        older.put_aside(aside)

        assert settle().state is State.FITS

        assert older.mark == Installation.objects.get().uid != ""

    def test_new_place_gets_an_id(self, older) -> None:
        assert settle().state is State.FITS

        assert (older.root / MARK).read_text().strip() == uid_of_database()

    def test_database_of_an_earlier_backup_takes_the_id_of_its_store(self, older) -> None:
        OriginalFactory(stored_name=older.put(b"a real paper"))
        older.mark = "0" * 32

        assert settle().state is State.FITS

        assert uid_of_database() == "0" * 32


@pytest.mark.django_db
class TestDifferentPlace:
    """Nothing starts where the ids differ."""

    @pytest.fixture(autouse=True)
    def other(self, store) -> None:
        store.mark = "another"
        store.put(b"a paper of theirs")

    @pytest.mark.parametrize("command", ["work", "watch", "serve", "check_store", "sweep_store"])
    def test_commands_that_touch_the_store_refuse(self, command: str, tmp_path) -> None:
        arguments = [str(tmp_path)] if command == "watch" else []

        with pytest.raises(CommandError, match="belong to different places"):
            call_command(command, *arguments)

    def test_preparing_refuses_before_it_changes_anything(self, tmp_path) -> None:
        with pytest.raises(CommandError, match="belong to different places"):
            call_command("prepare")

        assert not (tmp_path / "contents").exists()

    def test_every_other_command_is_stopped_by_the_check(self) -> None:
        assert [error.id for error in check_store_belongs_to_database()] == ["aman.E007"]

    def test_site_behind_a_server_refuses(self) -> None:
        with pytest.raises(DifferentPlaceError, match="belong to different places"):
            guard_store()


@pytest.mark.django_db
class TestStoreThatIsAway:
    """A guarded store takes and gives nothing while its disk is not the one of this place."""

    @pytest.fixture(autouse=True)
    def guarded(self, fresh) -> None:
        assert guard_store().state is State.FITS

    def test_nothing_is_written_where_the_disk_was(self, store) -> None:
        name = store.put(b"a paper")
        store.root.rename(store.root.with_name("disk"))
        store.root.mkdir()

        for refused in (lambda: store.put(b"next"), lambda: store.read(name)):
            with pytest.raises(StoreAwayError):
                refused()
        assert list(store.root.iterdir()) == []

        store.root.rmdir()
        store.root.with_name("disk").rename(store.root)
        assert store.read(name) == b"a paper"

    def test_empty_folder_of_a_place_without_papers_is_not_taken_for_its_store(self, store) -> None:
        store.root.rename(store.root.with_name("disk"))

        assert guard_store().state is State.AWAY

        assert not store.root.exists()

    def test_another_disk_in_its_place_is_not_used(self, store) -> None:
        (store.root / MARK).unlink()
        store.mark = "another"

        with pytest.raises(StoreAwayError):
            store.put(b"a paper")

    def test_no_new_key_is_made_for_a_store_that_holds_files(self, store, tmp_path) -> None:
        store.put(b"a paper")
        (tmp_path / "keys").rename(tmp_path / "keys-elsewhere")
        fresh = PrivateStorage(root=store.root, keys=tmp_path / "keys")

        with pytest.raises(StoreAwayError, match="key"):
            fresh.put(b"next")

        assert not (tmp_path / "keys").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_giving_the_id_is_killed_in_the_middle_and_done_again(store, is_after: bool) -> None:
    Installation.objects.all().delete()
    point = Point("dossiers.storage.private_files:_write_secret", is_after=is_after)

    assert fork(settle_alone, point) == KILLED
    halfway = uid_of_database()
    assert settle().state is State.FITS

    assert halfway == uid_of_database() == store.mark


def settle_alone() -> None:
    settle()


@pytest.mark.django_db(transaction=True)
def test_database_that_is_emptied_still_belongs_to_its_place(store) -> None:
    Installation.objects.update(is_marked=False)
    settle()
    before = uid_of_database()
    assert before

    call_command("flush", interactive=False, verbosity=0)

    assert uid_of_database() == before


@pytest.mark.django_db
def test_store_is_looked_for_where_the_settings_say_now(tmp_path) -> None:
    before = private_storage.root

    with override_settings(AMAN_VAR_DIR=tmp_path):
        assert private_storage.root == tmp_path / "store"

    assert private_storage.root == before


def test_worker_on_the_store_of_another_place_ends_without_touching_it(tmp_path) -> None:
    """The trap as it was: the real store, a database that was just made, a worker."""
    store = PrivateStorage(root=tmp_path / "store", keys=tmp_path / "keys")
    names = {store.put(f"paper {number}".encode()) for number in range(12)}

    run = manage("work", "--once", place=tmp_path)

    assert run.returncode == 1
    assert "belong to different places" in run.stderr
    assert store.names() == names
    assert not store.aside.exists()
    assert not (tmp_path / "aman.sqlite3").exists()


def manage(*arguments: str, place: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a real process of the site on a place."""
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    environment |= {
        "AMAN_VAR_DIR": str(place),
        "DJANGO_SETTINGS_MODULE": "aman_site.settings.embedded",
    }
    for name in [name for name in environment if name.startswith("AMAN_POSTGRESQL")]:
        del environment[name]
    return subprocess.run(
        [sys.executable, str(Path(site.BASE_DIR) / "manage.py"), *arguments],
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )
