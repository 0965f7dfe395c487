"""The worker: reads what waits, runs tasks, keeps the index fresh, and is small when idle.

One thread for each reading child: the heavy work is in the children, the threads wait.
"""

import logging
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from dossiers.documents.lifecycle import queue_forgotten
from dossiers.intake.capture import resumable
from dossiers.intake.reading import lease, pipeline
from dossiers.intake.reading.ocr.models import models_are_there
from dossiers.intake.reading.reader import Reader, reader_of_this_thread
from dossiers.storage.private_files import StoreAwayError, private_storage
from search import api

from .storage import disk_space, installation, orphans

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# A store that is not seen is looked for this often.
LOOK_FOR_STORE_EVERY_S = 5.0
# Of who only does what is there, somebody waits for the end.
LOOK_ONCE_EVERY_S = 0.2
# Dead leases and left-overs are looked for this often.
TIDY_EVERY_S = 15.0
# Stored files that nothing refers to are looked for this often.
SWEEP_EVERY_S = 6 * 60 * 60.0
KEEP_TASKS = timedelta(days=1)
# A stopping worker waits so long for pages in work; what is cut off is read again.
GRACE_S = 8.0


class Worker:
    """Reading threads and a housekeeper; `run` returns when told to stop or all is done."""

    def __init__(self, *, processes: int, once: bool = False) -> None:
        self.processes = processes
        self.once = once
        self.stopping = threading.Event()
        self._tidied = 0.0
        self._swept = -SWEEP_EVERY_S
        self._saw_store = True

    def run(self) -> None:
        """Work until `stop` is called, or with `once` until nothing is left.

        Raises DifferentPlaceError where the store is not that of this database.
        """
        if not self._wait_for_store():
            return
        self._tidy()
        if forgotten := queue_forgotten():
            logger.warning("%d papers that nobody was to read are read now", forgotten)
        readers = [
            threading.Thread(target=self._read_on, name=f"reader-{number}", daemon=True)
            for number in range(self.processes)
        ]
        for thread in readers:
            thread.start()
        while not self.stopping.is_set() and any(thread.is_alive() for thread in readers):
            self._keep_house()
            self._rest(readers)
        until = time.monotonic() + GRACE_S
        for thread in readers:
            thread.join(timeout=max(0.0, until - time.monotonic()))
        self._keep_house()

    def stop(self) -> None:
        """Take up nothing new."""
        self.stopping.set()

    def _wait_for_store(self) -> bool:
        """Return once the store is seen; False when told to stop before."""
        is_told = False
        while not self.stopping.is_set():
            finding = installation.guard_store()
            if finding.state is installation.State.FITS:
                return True
            if not is_told:
                logger.error("the worker waits: %s", finding.sentence)
                is_told = True
            self.stopping.wait(LOOK_FOR_STORE_EVERY_S)
            close_old_connections()
        return False

    def _sees_store(self) -> bool:
        """Tell whether the store is there now; say it once when it goes and when it is back."""
        sees = private_storage.is_there()
        if sees != self._saw_store:
            self._saw_store = sees
            if sees:
                logger.warning("the store is back: the worker goes on")
            else:
                logger.error("the store of this place is not seen: the worker waits")
        return sees

    def _rest(self, readers: list[threading.Thread]) -> None:
        """Wait until it is time to look again: until told to stop, or with `once` for a reader."""
        at_work = [thread for thread in readers if thread.is_alive()]
        if self.once and at_work:
            at_work[0].join(LOOK_EVERY_S)
        else:
            self.stopping.wait(LOOK_EVERY_S)

    def _read_on(self) -> None:
        """One thread: take the oldest paper that waits, again and again."""
        reader = reader_of_this_thread()
        try:
            while not self.stopping.is_set():
                if self._do_something(reader):
                    continue
                if self.once and not self._is_work_left():
                    return
                reader.close_if_idle()
                self.stopping.wait(LOOK_ONCE_EVERY_S if self.once else LOOK_EVERY_S)
        finally:
            reader.close()
            connections.close_all()

    def _do_something(self, reader: Reader) -> bool:
        """Do one piece of work; return False when there is none."""
        close_old_connections()
        if not self._sees_store():
            return False
        try:
            if models_are_there() and disk_space.has_room_to_read():
                waiting = lease.free().order_by("pk").values_list("pk", flat=True).first()
                if waiting is not None:
                    pipeline.process(waiting, reader=reader)
                    return True
            return run_ready_task()
        except DatabaseError:
            logger.exception("the database is away or locked; trying again")
            return False

    @staticmethod
    def _is_work_left() -> bool:
        is_able = models_are_there() and disk_space.has_room_to_read()
        return is_able and lease.unfinished().exists()

    def _keep_house(self) -> None:
        """Bring the index up to date and, now and then, tidy up."""
        close_old_connections()
        try:
            while api.drain() and not self.stopping.is_set():
                continue
            if time.monotonic() - self._tidied > TIDY_EVERY_S and self._sees_store():
                self._tidy()
        except StoreAwayError:
            self._sees_store()
        except DatabaseError:
            logger.exception("the database is away or locked; trying again")
        except OSError:
            logger.exception("the disk is full or away; trying again")

    def _tidy(self) -> None:
        self._tidied = time.monotonic()
        freed = lease.release_dead()
        if freed:
            logger.info("%d papers of a dead worker are taken up again", freed)
        private_storage.sweep_parts()
        resumable.tidy()
        if self._tidied - self._swept > SWEEP_EVERY_S:
            self._swept = self._tidied
            orphans.sweep()
        old = timezone.now() - KEEP_TASKS
        DBTaskResult.objects.filter(finished_at__lt=old).delete()
        for name in settings.AMAN_WORKER_CHORES:
            import_string(name)()


def run_ready_task() -> bool:
    """Run one waiting task of Django's framework; return False when there is none."""
    if not DBTaskResult.objects.ready().exists():
        return False
    TaskWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=f"worker-{threading.get_native_id()}",
        excluded_queue_names=[],
    ).run()
    return True
