"""Files that arrive in parts over a bad line: begun, carried on, captured once, or forgotten.

An arrival is a folder of sealed pieces under an opaque id. It belongs to one person and one
unit, asks for the person's right anew at every step, and expires. There is no row: what is on
the disk is what came, so a kill -9 at any point leaves nothing to repair.
"""

import json
import logging
import re
import secrets
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied

from dossiers.access.permissions import Permission
from dossiers.intake.untrusted_files.check import Refusal, check_beginning, check_size
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError
from dossiers.models import Original, Unit, User
from dossiers.storage import quota
from dossiers.storage.disk_space import DiskFullError, require_room
from dossiers.storage.partial_files import Pieces, arriving_storage
from dossiers.storage.private_files import PART_AGE_S, StoreAwayError, StoreError

from .accept import UploadResult, accept_upload

logger = logging.getLogger(__name__)

# Without a new piece for so long, an arrival is forgotten.
KEPT_S = 24 * 60 * 60.0
# Whoever is here already ends a file that came whole; the worker, only if nobody did.
LEFT_TO_SENDER_S = 30.0
# Files that one person may have under way.
MOST_OF_ONE = 50
# The first bytes tell whether it is paper once there are so many of them.
TELLING_BYTES = 2048

ABOUT = "about"
UID = re.compile(r"[0-9a-f]{40}")


class TooManyError(Exception):
    """This person has too many files under way."""


@dataclass(frozen=True)
class UploadMetadata:
    """Whose file it is, for which unit, and what the sender said of it."""

    user: int
    unit: str
    name: str
    length: int
    # Under which its bytes are given back; empty in a file begun before there was one.
    quota_key: str = ""


@dataclass(frozen=True)
class PartialUpload:
    """A file under way."""

    uid: str
    about: UploadMetadata
    pieces: Pieces

    @property
    def is_whole(self) -> bool:
        """Whether every byte is there."""
        return self.pieces.size == self.about.length

    @property
    def upload_id(self) -> str:
        """The id under which it is captured, once."""
        return upload_id_of(self.uid)


def upload_id_of(uid: str) -> str:
    """Return the upload id of the paper that an arrival becomes."""
    return f"arrival-{uid}"


def begin(*, name: str, length: int, unit: Unit, by: User) -> PartialUpload:
    """Make room for a file.

    Raises PermissionDenied, Refusal, TooManyError, DiskFullError or QuotaReachedError.
    """
    if not by.has_perm(Permission.Unit.CAPTURE, unit):
        raise PermissionDenied(Permission.Unit.CAPTURE)
    check_size(length)
    if sum(arrival.about.user == by.pk for arrival in active_uploads()) >= MOST_OF_ONE:
        raise TooManyError
    require_room(length)
    key = quota.take(by, length)
    uid = secrets.token_hex(20)
    about = UploadMetadata(user=by.pk, unit=unit.uid, name=name, length=length, quota_key=key)
    pieces = Pieces(uid)
    pieces.put_note(ABOUT, json.dumps(asdict(about)).encode())
    return PartialUpload(uid, about, pieces)


def find(uid: str, *, by: User) -> PartialUpload | None:
    """Return the arrival if it is this person's, not expired, and they may still capture there."""
    arrival = _read(uid)
    if arrival is None or arrival.about.user != by.pk or arrival.pieces.age_s > KEPT_S:
        return None
    unit = Unit.objects.filter(uid=arrival.about.unit).first()
    if unit is None or not by.has_perm(Permission.Unit.CAPTURE, unit):
        return None
    return arrival


def captured(uid: str, *, by: User) -> Original | None:
    """Return the captured file that an arrival of this person became."""
    if not UID.fullmatch(uid):
        return None
    return Original.objects.filter(upload_id=upload_id_of(uid), captured_by=by).first()


def append(arrival: PartialUpload, plain: bytes, *, at: int, turn: str | None = None) -> int:
    """Keep the next bytes; return the size by now.

    Raises Refusal, and forgets the arrival, when its beginning shows that it is no paper;
    MovedOnError when another connection was faster; DiskFullError, and what came stays.
    """
    if at == 0 and len(plain) >= TELLING_BYTES:
        try:
            check_beginning(plain)
        except Refusal:
            give_up(arrival)
            raise
    require_room(len(plain))
    return arrival.pieces.append(plain, at=at, turn=turn)


def give_up(arrival: PartialUpload) -> bool:
    """Forget a file that is not wanted or not taken, and give its quota back, once.

    Return False where it is gone already: given up by another request, or captured.
    """
    try:
        with arrival.pieces.locked():
            return _forget(arrival)
    except FileNotFoundError:
        return False


def _forget(arrival: PartialUpload) -> bool:
    is_gone = arrival.pieces.delete()
    if is_gone:
        quota.give_back(arrival.about.quota_key, arrival.about.length)
    return is_gone


def finish(arrival: PartialUpload) -> UploadResult:
    """Capture a file that came whole; twice is one paper.

    Raises Refusal (then nothing is left of it) and ScannerAwayError (then it waits).
    """
    by = User.objects.get(pk=arrival.about.user)
    unit = Unit.objects.get(uid=arrival.about.unit)
    with arrival.pieces.locked(), arrival.pieces.open() as file:
        try:
            result = accept_upload(
                file=file, name=arrival.about.name, unit=unit, by=by, upload_id=arrival.upload_id
            )
        except Refusal:
            _forget(arrival)
            raise
        arrival.pieces.delete()
    return result


def active_uploads() -> list[PartialUpload]:
    """Return every arrival."""
    folders = arriving_storage.root.glob("*/")
    return [arrival for folder in folders if (arrival := _read(folder.name)) is not None]


def tidy() -> None:
    """Capture what came whole and was left alone; remove what expired or belongs to nobody."""
    arriving_storage.sweep_parts()
    for folder in arriving_storage.root.glob("*/"):
        pieces = Pieces(folder.name)
        arrival = _read(folder.name)
        if pieces.age_s > (KEPT_S if arrival else PART_AGE_S):
            pieces.delete()
        elif arrival is not None and pieces.age_s > LEFT_TO_SENDER_S and arrival.is_whole:
            _finish_for(arrival)


def _finish_for(arrival: PartialUpload) -> None:
    """Capture in the name of the sender, who is away."""
    try:
        result = finish(arrival)
    except Refusal as refusal:
        logger.info("a file that had arrived was refused: %s", refusal.code)
    except ScannerAwayError:
        logger.warning("a file that has arrived waits for the virus scanner")
    except StoreAwayError:
        logger.warning("a file that has arrived waits for the store")
    except DiskFullError:
        logger.warning("a file that has arrived waits for room on the disk")
    except (PermissionDenied, User.DoesNotExist, Unit.DoesNotExist):
        logger.warning("a file that has arrived may not be captured any more")
    except FileNotFoundError:
        # The sender came back and ended it a moment before.
        return
    else:
        logger.info("captured document %s from an arrival", result.document.pk)


def _read(uid: str) -> PartialUpload | None:
    if not UID.fullmatch(uid):
        return None
    pieces = Pieces(uid)
    try:
        about = UploadMetadata(**json.loads(pieces.note(ABOUT)))
    except StoreError:
        return None
    return PartialUpload(uid, about, pieces)
