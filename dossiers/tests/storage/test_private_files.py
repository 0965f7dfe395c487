"""The private store: sealed, random, whole or not at all, opened by the recovery key too."""

import os
import stat

import pyrage
import pytest
from django.core.files.base import ContentFile
from pyrage import x25519

from dossiers.storage.private_files import PrivateStorage, StoreError, checksum

SECRET = "رقية أوبلا — Rkia".encode()


@pytest.fixture
def store(tmp_path):
    return PrivateStorage(root=tmp_path / "store", keys=tmp_path / "keys")


def test_name_leading_out_of_the_store_is_refused(store):
    with pytest.raises(StoreError, match="leads out"):
        store.read("../keys/server.age")


def test_file_changed_by_one_bit_is_refused(store):
    name = store.put(SECRET)
    path = store.root / name
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(sealed)

    with pytest.raises(StoreError, match=name):
        store.read(name)


def test_missing_file_is_told_by_its_random_name(store):
    with pytest.raises(StoreError, match="ab/nothing"):
        store.read("ab/nothing.age")


def test_stored_bytes_come_back_and_are_sealed_on_the_disk(store):
    name = store.put(SECRET)

    assert store.read(name) == SECRET
    assert SECRET not in (store.root / name).read_bytes()
    assert (store.root / name).read_bytes().startswith(b"age-encryption.org/v1")


def test_name_tells_nothing_of_what_was_uploaded(store):
    name = store.save("Rkia Oubella.pdf", ContentFile(SECRET))

    assert "Rkia" not in name
    assert store.open(name).read() == SECRET


def test_same_bytes_twice_get_two_names(store):
    assert store.put(SECRET) != store.put(SECRET)


def test_recovery_key_opens_the_archive_without_the_server_key(store):
    name = store.put(SECRET)
    private = (store.ring.folder / "recovery-MOVE-OFFLINE.age").read_text()
    key = next(line for line in private.splitlines() if line.startswith("AGE-SECRET-KEY-"))

    opened = pyrage.decrypt((store.root / name).read_bytes(), [x25519.Identity.from_str(key)])

    assert opened == SECRET


def test_recovery_key_is_not_written_where_one_is_configured(tmp_path):
    director = x25519.Identity.generate()
    store = PrivateStorage(
        root=tmp_path / "store",
        keys=tmp_path / "keys",
        recovery_recipient=str(director.to_public()),
    )

    name = store.put(SECRET)

    assert pyrage.decrypt((store.root / name).read_bytes(), [director]) == SECRET
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["server.age"]


def test_private_half_moved_away_leaves_the_store_writable(store, tmp_path):
    store.put(SECRET)
    (tmp_path / "keys" / "recovery-MOVE-OFFLINE.age").unlink()

    again = PrivateStorage(root=tmp_path / "store", keys=tmp_path / "keys")

    assert again.read(again.put(SECRET)) == SECRET
    assert not (tmp_path / "keys" / "recovery-MOVE-OFFLINE.age").exists()


def test_keys_and_papers_are_for_their_owner_only(store):
    name = store.put(SECRET)

    for path in (store.ring.folder / "server.age", store.root / name):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_full_disk_leaves_nothing_behind(store, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    store.put(SECRET)
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        store.put(SECRET)

    assert len(list(store.root.rglob("*.*"))) == 1


def test_half_written_files_of_a_crash_are_swept_and_fresh_ones_kept(store):
    name = store.put(SECRET)
    folder = (store.root / name).parent
    for part, age_s in (("old.1.part", 7200), ("new.2.part", 0)):
        (folder / part).write_bytes(b"half")
        then = (folder / part).stat().st_mtime - age_s
        os.utime(folder / part, (then, then))

    assert store.sweep_parts() == 1
    assert (folder / "new.2.part").exists()


def test_deleting_what_is_not_there_is_no_error(store):
    store.delete("")
    store.delete("ab/nothing.age")


def test_checksum_is_that_of_the_plain_bytes():
    assert checksum(b"abc").startswith("ba7816bf8f01cfea")
