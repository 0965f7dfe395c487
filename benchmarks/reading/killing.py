"""Proves that the intake survives kill -9: real processes, really killed, at every stage.

A place of its own (SQLite, thrown away). Each attempt is a forked process that kills itself at
one point, before or after it; then an undisturbed one goes on, and everything is counted.
"""

import hashlib
import io
import os
import signal
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import reverse
from PIL import Image, ImageDraw

from benchmarks.archive.staff_client import StaffClient
from dossiers.access.roles import Role
from dossiers.intake.capture import resumable
from dossiers.intake.capture.accept import accept_upload
from dossiers.intake.capture.watched_folder import FileOutcome, WatchedFolder
from dossiers.intake.reading import pipeline
from dossiers.models import Document, JournalEntry, Original, Page, Unit, User
from dossiers.sharing.folder_closure import rebuild_closure
from dossiers.sharing.grants import give_role
from dossiers.storage import orphans
from dossiers.storage.partial_files import arriving_storage
from dossiers.storage.private_files import private_storage
from dossiers.vocabulary import DocumentState, GrantCause, JournalAction
from dossiers.worker import Worker

FINAL_WITHIN_S = 60.0
KILLED = -signal.SIGKILL

Work = Callable[[], None]


@dataclass(frozen=True)
class Point:
    """Where a process dies: at the n-th call of a function, before or after it.

    `after_s` instead: so many seconds after that call began, wherever it is then.
    """

    where: str  # "module:attribute.attribute"
    call: int = 1
    is_after: bool = False
    after_s: float | None = None

    @property
    def name(self) -> str:
        """How the report calls it."""
        attribute = ".".join(self.where.split(".")[1:])
        when = "inside" if self.after_s is not None else "after" if self.is_after else "before"
        return f"{when} {attribute}" + (f" #{self.call}" if self.call > 1 else "")

    def arm(self) -> None:
        """Let this process die there."""
        module_name, _colon, path = self.where.partition(":")
        *owners, attribute = path.split(".")
        owner: Any = import_module(module_name)
        for step in owners:
            owner = getattr(owner, step)
        real, calls = getattr(owner, attribute), 0

        def deadly(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls != self.call:
                return real(*args, **named)
            if self.after_s is not None:
                threading.Timer(self.after_s, _die).start()
                return real(*args, **named)
            if self.is_after:
                real(*args, **named)
            return _die()

        setattr(owner, attribute, deadly)
        if real in pipeline.STAGES:
            pipeline.STAGES = tuple(deadly if stage is real else stage for stage in pipeline.STAGES)


@dataclass
class Tally:
    """What was found at one point."""

    way: str
    point: str
    kills: int = 0
    papers: int = 0
    lost: int = 0
    doubled: int = 0
    left_over: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Nothing lost, doubled, left over or late."""
        return not (self.lost or self.doubled or self.left_over or self.faults)


_CAPTURING = [
    Point("dossiers.intake.capture.accept:check", is_after=True),
    Point("dossiers.storage.private_files:os.fsync"),
    Point("dossiers.storage.private_files:PrivateStorage.put", is_after=True),
    Point("dossiers.journal:record", is_after=True),
    Point("dossiers.intake.capture.accept:_capture", is_after=True),
]
POINTS: dict[str, list[Point]] = {
    "capture": _CAPTURING,
    "tus": [
        Point("dossiers.storage.partial_files:Pieces.append"),
        Point("dossiers.storage.private_files:os.fsync", call=3),
        Point("dossiers.storage.partial_files:Pieces.append", is_after=True),
        Point("dossiers.storage.partial_files:Pieces.append", call=3, is_after=True),
        *_CAPTURING[2:],
        Point("dossiers.intake.capture.resumable:accept_upload", is_after=True),
        Point("dossiers.storage.partial_files:shutil.rmtree"),
    ],
    "watch": [
        *_CAPTURING[2:],
        Point("dossiers.intake.capture.watched_folder:accept_upload", is_after=True),
        Point("dossiers.intake.capture.watched_folder:_move", is_after=True),
    ],
    "read": [
        Point("dossiers.intake.reading.lease:claim", is_after=True),
        Point("dossiers.intake.reading.pipeline:read_pages"),
        Point("dossiers.intake.reading.pipeline:_read_page", call=2),
        Point("dossiers.intake.reading.pipeline:_read_page", after_s=0.1),
        Point("dossiers.intake.reading.pipeline:_read_page", after_s=0.6),
        Point("dossiers.storage.private_files:PrivateStorage.put", is_after=True),
        Point("dossiers.intake.reading.pipeline:_save_page", is_after=True),
        Point("dossiers.intake.reading.pipeline:suggest_fields"),
        Point("dossiers.intake.reading.pipeline:conclude"),
        Point("dossiers.intake.reading.pipeline:conclude", is_after=True),
    ],
}


class Place:
    """The throwaway place: one unit, one person, papers that are brought and counted."""

    def __init__(self) -> None:
        self.unit = Unit.objects.create(
            code="kill", name_ar="مصلحة", name_fr="Service", name_en="Unit"
        )
        rebuild_closure(self.unit)
        self.user = User.objects.create(username="desk")
        give_role(
            folder=self.unit, to=self.user, role=Role.SCANNING_DESK,
            cause=GrantCause.SHARING, by=None,
        )  # fmt: skip
        self.folder = Path(settings.AMAN_VAR_DIR) / "copier"
        self.folder.mkdir()
        self.brought = 0
        # Of what was brought, by its bytes: one lost and one doubled do not make up for each other.
        self.hashes: set[str] = set()

    def try_point(self, way: str, point: Point, *, times: int) -> Tally:
        """Kill at one point so many times, then let the intake end and count."""
        tally = Tally(way, point.name)
        if way == "read":
            self._kill_readers(point, tally, times=times)
        else:
            for _time in range(times):
                self.brought += 1
                work = self._bringing(way)
                tally.kills += fork(work, point) == KILLED
                if (code := fork(work)) != 0:
                    tally.faults.append(f"the second try ended with {code}")
        began = time.monotonic()
        if fork(read_all) != 0:
            tally.faults.append("the undisturbed worker failed")
        tally.seconds = round(time.monotonic() - began, 1)
        self._count(tally)
        return tally

    def _kill_readers(self, point: Point, tally: Tally, *, times: int) -> None:
        brought = 0
        while tally.kills < times and brought <= times:
            if not Document.objects.filter(state=DocumentState.CAPTURED).exists():
                self.brought += 1
                brought += 1
                fork(self._bringing("capture", pages=2))
            tally.kills += fork(read_all, point) == KILLED

    def _bringing(self, way: str, *, pages: int = 1) -> Work:
        """Return what brings paper number `brought`, from wherever it stopped before."""
        data, key = a_paper(self.brought, pages=pages), f"kill-{self.brought}"
        self.hashes.add(hashlib.sha256(data).hexdigest())

        def capture() -> None:
            accept_upload(file=io.BytesIO(data), name=key, unit=self.unit, by=None, upload_id=key)

        def send() -> None:
            bring_by_tus(data, key, unit=self.unit, by=self.user)

        def scan() -> None:
            scan_to(self.folder, data, key, unit=self.unit)

        return {"capture": capture, "tus": send, "watch": scan}[way]

    def _count(self, tally: Tally) -> None:
        """Compare what is there with what was brought, all points so far together."""
        digests = list(Original.objects.values_list("sha256", flat=True))
        there = len(digests)
        tally.papers = there
        tally.lost = len(self.hashes - set(digests))
        tally.doubled = there - len(self.hashes & set(digests))
        read = Document.objects.filter(state=DocumentState.READ).count()
        if read != there:
            tally.faults.append(f"{there - read} papers are not read")
        tally.lost += Page.objects.filter(is_read=False).count() + len(orphans.find_missing())
        for action, verb in ((JournalAction.CAPTURE, None), (JournalAction.CHANGE, "read")):
            lines = JournalEntry.objects.filter(action=action)
            count = sum(line.detail.get("verb") == verb for line in lines)
            if count != there:
                tally.faults.append(f"{count} lines “{verb or action}” for {there} papers")
        if tally.seconds > FINAL_WITHIN_S:
            tally.faults.append("not final within 60 s")
        self._sweep(tally)

    def _sweep(self, tally: Tally) -> None:
        """What a crash leaves must be found by the sweeps; after them there is nothing more."""
        for folder in arriving_storage.root.glob("*/"):
            os.utime(folder, (0, 0))
        resumable.tidy()
        private_storage.sweep_parts(older_than_s=0)
        orphans.sweep(grace_s=-1, confirmed=len(orphans.find_orphans(grace_s=-1)))
        strays = private_storage.names() - orphans.referred_to()
        tally.left_over = len(strays) + len(list(private_storage.root.glob("*/*.part")))
        tally.left_over += len(list(arriving_storage.root.glob("*/")))
        tally.left_over += len(list(self.folder.glob("*.pdf")))


def fork(work: Work, point: Point | None = None) -> int:
    """Do the work in a process of its own; return its exit code, negative for a signal."""
    connections.close_all()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            if point:
                point.arm()
            work()
            code = 0
        except BaseException:  # noqa: BLE001 (nothing may climb above the fork)
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def read_all() -> None:
    """Be the worker until nothing is left to read."""
    Worker(processes=1, once=True).run()


def bring_by_tus(data: bytes, key: str, *, unit: Unit, by: User) -> None:
    """Begin, or go on where the server says; the address of the upload is kept in a file."""
    tus = {"Tus-Resumable": "1.0.0"}
    client = StaffClient()
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    address_file = Path(settings.AMAN_VAR_DIR) / f"{key}.address"
    if not address_file.exists():
        address_file.write_text(_begin(client, unit, len(data), tus))
    address = address_file.read_text()
    at = int(client.head(address, headers=tus)["Upload-Offset"])
    while at < len(data):
        answer = client.generic(
            "PATCH", address, data[at : at + len(data) // 3 + 1],
            content_type="application/offset+octet-stream",
            headers=tus | {"Upload-Offset": str(at)},
        )  # fmt: skip
        at = int(answer["Upload-Offset"])
    outcome = client.get(address).json()
    if not outcome["captured"]:
        raise RuntimeError(outcome["reason"])


def _begin(client: StaffClient, unit: Unit, length: int, tus: dict[str, str]) -> str:
    metadata = f"unit {b64encode(unit.uid.encode()).decode()}"
    headers = tus | {"Upload-Length": str(length), "Upload-Metadata": metadata}
    address: str = client.post(reverse("dossiers:arrivals"), headers=headers)["Location"]
    return address


def scan_to(folder: Path, data: bytes, key: str, *, unit: Unit) -> None:
    """Be the copier once, then watch until the folder is empty."""
    mark = Path(settings.AMAN_VAR_DIR) / f"{key}.scanned"
    if not mark.exists():
        (folder / f"{key}.pdf").write_bytes(data)
        mark.touch()
    watched = WatchedFolder(folder=folder, unit=unit, settle_s=0)
    while FileOutcome.WAITS in watched.look():
        continue


def a_paper(number: int, *, pages: int) -> bytes:
    """Return a PDF of small pages, another one for each number."""
    sides = []
    for side in range(pages):
        page = Image.new("L", (700, 400), 255)
        ImageDraw.Draw(page).text((40, 150), f"Acte {number} page {side}", fill=0, font_size=48)
        sides.append(page)
    target = io.BytesIO()
    sides[0].save(target, "PDF", save_all=True, append_images=sides[1:], resolution=100)
    return target.getvalue()
