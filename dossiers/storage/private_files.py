"""The private store: encrypted files under random names, never inside MEDIA_ROOT.

Format: age (age-encryption.org), for two recipients: the server's key and the recovery key
that the director keeps off the machine. The public `age` tool opens every file with either.
"""

import hashlib
import logging
import os
import secrets
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
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


# In the root of the store: the id of the place it belongs to (dossiers.storage.installation).
MARK = "place-id"


class StoreError(Exception):
    """A stored file is not there or cannot be opened with our key."""


class StoreAwayError(StoreError, OSError):
    """The store of this place is not seen now (not mounted, another one, no keys): wait."""

    @property
    def reason(self) -> str:
        """What to do, in the language in force."""
        return _(
            "The store of documents cannot be reached, so nothing was accepted. Keep the documents,"
            " and tell the technical administrator."
        )


class KeyRing:
    """The keys of the store, made when the site starts for the first time."""

    def __init__(
        self, folder: Path, *, recovery_recipient: str = "", is_new: Callable[[], bool]
    ) -> None:
        self.folder = folder
        self.configured_recovery = recovery_recipient
        self.is_new = is_new

    @cached_property
    def identity(self) -> x25519.Identity:
        """The server's own key; made once, never for a store that holds files already."""
        path = self.folder / "server.age"
        if not path.exists():
            if not self.is_new():
                raise StoreAwayError(f"the store holds files, and their key {path} is not there")
            _write_secret(path, f"{x25519.Identity.generate()}\n")
        return x25519.Identity.from_str(_key_line(path.read_text()))

    @cached_property
    def recipients(self) -> list[x25519.Recipient]:
        """Who can open what is stored: the server and the recovery key."""
        # First of all: where the server's own key is missing, no other one is made.
        server = self.identity.to_public()
        recovery = self.configured_recovery or self._own_recovery()
        return [server, x25519.Recipient.from_str(recovery)]

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
        self._rings: dict[Path, KeyRing] = {}
        # The root and the id that its mark must say, from `guard` on.
        self._guarded: tuple[Path, str] | None = None

    @property
    def root(self) -> Path:
        """The folder of the store."""
        return Path(self._root or Path(settings.AMAN_VAR_DIR) / "store")

    @property
    def mark(self) -> str:
        """The id of the place that this store belongs to; "" where none is seen."""
        try:
            return (self.root / MARK).read_text().strip()
        except OSError:
            return ""

    @mark.setter
    def mark(self, uid: str) -> None:
        """Write the id for good; an id that is there stays."""
        _write_secret(self.root / MARK, f"{uid}\n")

    def guard(self, uid: str) -> None:
        """Serve from now on only while the store of this place is seen."""
        self._guarded = (self.root, uid)

    def is_there(self) -> bool:
        """Tell whether the store is seen and is the one of this place."""
        if self._guarded is None or self._guarded[0] != self.root:
            return True
        return self.mark == self._guarded[1]

    def _require_there(self) -> None:
        if not self.is_there():
            raise StoreAwayError("the store of this place is not seen")

    def holds(self, name: str) -> bool:
        """Tell whether a file is stored or lies aside."""
        return self.exists(name) or (self.aside / name).exists()

    def holds_files(self) -> bool:
        """Tell whether at least one file is stored or lies aside."""
        return any(any(folder.glob("??/*.age")) for folder in (self.root, self.aside))

    @property
    def aside(self) -> Path:
        """Where files go that nothing refers to, before they are deleted."""
        return self.root.with_name(f"{self.root.name}-aside")

    @property
    def ring(self) -> KeyRing:
        """The keys of the store."""
        folder = Path(self._keys or Path(settings.AMAN_VAR_DIR) / "keys")
        if folder not in self._rings:
            recovery = self._recovery or getattr(settings, "AMAN_RECOVERY_RECIPIENT", "")
            self._rings[folder] = KeyRing(
                folder, recovery_recipient=recovery, is_new=lambda: not self.holds_files()
            )
        return self._rings[folder]

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
        """Return the plain bytes of a stored file. Raises StoreAwayError or StoreError."""
        self._require_there()
        try:
            if not self.exists(name):
                self.bring_back(name)
            sealed = self._path(name).read_bytes()
            return pyrage.decrypt(sealed, [self.ring.identity])
        except (FileNotFoundError, pyrage.DecryptError) as error:
            # It may have gone while it was read.
            self._require_there()
            raise StoreError(f"cannot open stored file {name}") from error

    def put_aside(self, name: str) -> None:
        """Take a file out of the store that nothing refers to; `read` still finds it."""
        self._require_there()
        target = self.aside / name
        _make_folder(self.aside)
        _make_folder(target.parent)
        self._path(name).rename(target)
        # From now on counts how long it is kept.
        os.utime(target)

    def sweep_aside(self, *, put_there_before: float) -> int:
        """Delete what was put aside before a moment (seconds of the clock); return how many."""
        self._require_there()
        old = [
            path for path in self.aside.glob("??/*.age") if path.stat().st_mtime < put_there_before
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def names_aside(self) -> set[str]:
        """Return the names of the files that lie aside."""
        return {f"{path.parent.name}/{path.name}" for path in self.aside.glob("??/*.age")}

    def bring_back(self, name: str) -> None:
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
        self._require_there()
        path = self._path(name)
        sealed = pyrage.encrypt(plain, self.ring.recipients)
        for folder in (self.root, path.parent):
            _make_folder(folder)
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
