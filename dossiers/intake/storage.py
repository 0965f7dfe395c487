"""The private store: encrypted files under random names, never inside MEDIA_ROOT.

Format: age (age-encryption.org), for two recipients: the server's key and the recovery key
that the director keeps off the machine. The public `age` tool opens every file with either.
"""

import hashlib
import logging
import os
import secrets
import time
from functools import cached_property
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from pyrage import x25519

logger = logging.getLogger(__name__)

RECOVERY_NOTICE = """\
# RECOVERY KEY OF THIS ARCHIVE. MOVE THIS FILE OFF THIS MACHINE, then delete it here.
# With it and the public tool `age` every stored paper can be opened without the site:
#     age --decrypt -i recovery-MOVE-OFFLINE.age STORED-FILE > paper
# Whoever holds it reads the whole archive. Without it, a lost server key loses everything.
# public key: {public}
{private}
"""


# A half-written file that nobody has touched for so long is left over from a crash.
PART_AGE_S = 3600.0


class StoreError(Exception):
    """A stored file is not there or cannot be opened with our key."""


class KeyRing:
    """The keys of the store, made when the site starts for the first time."""

    def __init__(self, folder: Path, *, recovery_recipient: str = "") -> None:
        self.folder = folder
        self.configured_recovery = recovery_recipient

    @cached_property
    def identity(self) -> x25519.Identity:
        """The server's own key."""
        path = self.folder / "server.age"
        if not path.exists():
            _write_secret(path, f"{x25519.Identity.generate()}\n")
        return x25519.Identity.from_str(_key_line(path.read_text()))

    @cached_property
    def recipients(self) -> list[x25519.Recipient]:
        """Who can open what is stored: the server and the recovery key."""
        recovery = self.configured_recovery or self._own_recovery()
        return [self.identity.to_public(), x25519.Recipient.from_str(recovery)]

    def _own_recovery(self) -> str:
        """Return the public recovery key, making the pair on the first start."""
        public = self.folder / "recovery-public.txt"
        if not public.exists():
            pair = x25519.Identity.generate()
            private = self.folder / "recovery-MOVE-OFFLINE.age"
            notice = RECOVERY_NOTICE.format(public=pair.to_public(), private=pair)
            # The private half first: a public key without it would lock the archive.
            if _write_secret(private, notice):
                logger.warning("recovery key written: move %s off this machine", private.name)
                _write_secret(public, f"{pair.to_public()}\n")
            else:
                made = x25519.Identity.from_str(_key_line(private.read_text()))
                _write_secret(public, f"{made.to_public()}\n")
        return public.read_text().strip()


@deconstructible
class PrivateStorage(Storage):
    """Django storage of encrypted files; `save` returns when the bytes are on the disk."""

    def __init__(
        self, root: Path | None = None, keys: Path | None = None, recovery_recipient: str = ""
    ) -> None:
        self._root, self._keys, self._recovery = root, keys, recovery_recipient

    @cached_property
    def root(self) -> Path:
        """The folder of the store."""
        return Path(self._root or Path(settings.AMAN_VAR_DIR) / "store")

    @property
    def aside(self) -> Path:
        """Where files go that nothing refers to, before they are deleted."""
        return self.root.with_name(f"{self.root.name}-aside")

    @cached_property
    def ring(self) -> KeyRing:
        """The keys of the store."""
        folder = Path(self._keys or Path(settings.AMAN_VAR_DIR) / "keys")
        recovery = self._recovery or getattr(settings, "AMAN_RECOVERY_RECIPIENT", "")
        return KeyRing(folder, recovery_recipient=recovery)

    def put(self, plain: bytes) -> str:
        """Encrypt and store `plain`; return its random name.

        When this returns, the file has its final name and both it and its folder are on
        the disk. When it raises, nothing is left but at most a `.part` file, which
        `sweep_parts` removes.
        """
        name = self.get_available_name("")
        self._write(name, plain)
        return name

    def put_at(self, name: str, plain: bytes) -> None:
        """Encrypt and store `plain` under a name that the caller chose; durable as `put`."""
        self._write(name, plain)

    def read(self, name: str) -> bytes:
        """Return the plain bytes of a stored file."""
        try:
            if not self.exists(name):
                self._bring_back(name)
            sealed = self._path(name).read_bytes()
            return pyrage.decrypt(sealed, [self.ring.identity])
        except (FileNotFoundError, pyrage.DecryptError) as error:
            raise StoreError(f"cannot open stored file {name}") from error

    def put_aside(self, name: str) -> None:
        """Take a file out of the store that nothing refers to; `read` still finds it."""
        target = self.aside / name
        _make_folder(self.aside)
        _make_folder(target.parent)
        self._path(name).rename(target)
        # From now on counts how long it is kept.
        os.utime(target)

    def sweep_aside(self, *, older_than_s: float) -> int:
        """Delete what was put aside long ago; return how many files that were."""
        oldest = time.time() - older_than_s
        old = [path for path in self.aside.glob("??/*.age") if path.stat().st_mtime < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _bring_back(self, name: str) -> None:
        """Something refers to a file that was put aside: undo that. Raises FileNotFoundError."""
        target, source = self._path(name), self.aside / name
        source.stat()  # before a folder is made for what is nowhere
        _make_folder(target.parent)
        source.rename(target)
        logger.warning("stored file %s was put aside and is asked for: brought back", name)

    def sweep_parts(self, *, older_than_s: float = PART_AGE_S) -> int:
        """Remove half-written files of a crash; return how many there were."""
        oldest = time.time() - older_than_s
        parts = [one for one in self.root.glob("*/*.part") if one.stat().st_mtime < oldest]
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)

    def names(self, *, older_than_s: float = 0) -> set[str]:
        """Return the names of all stored files, or of those written so long ago."""
        paths = self.root.glob("??/*.age")
        if older_than_s:
            oldest = time.time() - older_than_s
            paths = (path for path in paths if path.stat().st_mtime < oldest)
        return {f"{path.parent.name}/{path.name}" for path in paths}

    def exists(self, name: str) -> bool:
        """Return whether a file of this name is stored."""
        return self._path(name).exists()

    def delete(self, name: str) -> None:
        """Remove a stored file; one that is not there is no error."""
        if name:
            self._path(name).unlink(missing_ok=True)

    def size(self, name: str) -> int:
        """Return the size of the encrypted file in bytes."""
        return self._path(name).stat().st_size

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return a random name; the given one is ignored: it may tell whose paper it is."""
        token = secrets.token_hex(16)
        return f"{token[:2]}/{token}.age"

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(self.read(name), name=name)

    def _save(self, name: str, content: File) -> str:
        self._write(name, content.read())
        return name

    def _write(self, name: str, plain: bytes) -> None:
        path = self._path(name)
        for folder in (self.root, path.parent):
            _make_folder(folder)
        sealed = pyrage.encrypt(plain, self.ring.recipients)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            with open(part, "xb", opener=_private_opener) as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def _path(self, name: str) -> Path:
        path = (self.root / name).resolve()
        if self.root.resolve() not in path.parents:
            raise StoreError("a name that leads out of the store")
        return path


def checksum(plain: bytes) -> str:
    """Return the SHA-256 of the plain bytes, in hexadecimal."""
    return hashlib.sha256(plain).hexdigest()


def _private_opener(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_secret(path: Path, text: str) -> bool:
    """Write a new file only its owner can read; return False if it was there before.

    Two processes may start at once: the link is made by one of them only, and nobody
    ever sees a half-written key.
    """
    _make_folder(path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(part, "x", opener=_private_opener) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink()
    _sync_folder(path.parent)
    return True


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _key_line(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-"))


# The one store of this installation.
private_storage = PrivateStorage()
