"""`./aman check search`: nothing lost, stale or forbidden, while the indexer is shot."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Self

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections, transaction
from django.db.models import F
from django.test.utils import override_settings

from benchmarks.archive.contents import write_pages
from benchmarks.archive.large_archive import Archive, build_archive, holder
from benchmarks.archive.throwaway import throwaway_database
from benchmarks.search.papers import Papers
from dossiers.access.roles import Role
from dossiers.access.visibility import request_cache
from dossiers.indexing.reindex import reindex_documents
from dossiers.indexing.source import scope_of
from dossiers.models import Document, Folder, Grant, Page, User
from dossiers.sharing.grants import end_grant, give_role
from dossiers.vocabulary import ConfidentialityClass, DocumentState, GrantCause
from search import api, rebuild, registry
from search.entries import SearchQuery

DOCUMENTS = 240
SEARCHERS = 4
# Invented words that no paper holds by itself.
MARKS = ("qzaro", "qzibu", "qzoke", "qzulo", "qzeni")
KILL_CHANCE = 0.3
SHELF, TRASH = DocumentState.FILED, DocumentState.TRASHED

fork = multiprocessing.get_context("fork")


class Command(BaseCommand):
    """Change papers and rights at random; after each change, four processes must answer truly."""

    help = "Random changes, a shot indexer and four searching processes; compares with the rows."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of rounds, the engine and the seed."""
        parser.add_argument("--rounds", type=int, default=200)
        parser.add_argument("--engine", choices=["embedded", "elastic"], default="embedded")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *_args: Any, rounds: int, engine: str, seed: int, **_options: Any) -> None:
        """Run the rounds and count what was lost, stale or forbidden."""
        private = override_settings(SEARCH_ENGINE=engine, SEARCH_ELASTIC_PREFIX="check-search")
        with throwaway_database(), private:
            registry.clear()
            archive = build_archive(DOCUMENTS)
            write_pages(Papers())
            users = [
                holder(f"user{n}", Role.DIRECTOR, [unit]) for n, unit in enumerate(archive.units)
            ]
            rebuild.rebuild()
            registry.clear()
            with searchers() as ask, Indexer() as indexer:
                turmoil = Turmoil(archive, users, random.Random(seed))  # noqa: S311
                wrong = [
                    outcome for _ in range(rounds) for outcome in one_round(turmoil, indexer, ask)
                ]
        self.stdout.write(
            f"{rounds} rounds on the {engine} engine, indexer shot {indexer.shots} times:"
            f" of {turmoil.seen} papers to be found, {wrong.count('lost')} lost;"
            f" {wrong.count('extra')} stale or forbidden"
        )
        if wrong:
            raise CommandError("Searches did not answer what the database holds.")


class Indexer:
    """A process that drains without pause, shot with SIGKILL and begun anew."""

    def __init__(self) -> None:
        """Begin with no process."""
        self.shots = 0
        self._process: Any = None

    def __enter__(self) -> Self:
        """Start it."""
        self._start()
        return self

    def _start(self) -> None:
        connections.close_all()
        self._process = fork.Process(target=_drain_without_pause, daemon=True)
        self._process.start()

    def shoot(self) -> None:
        """Kill it wherever it is, and start another."""
        self._end()
        self.shots += 1
        self._start()

    def _end(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self._end()


def _drain_without_pause() -> None:
    while True:
        if not api.drain():
            time.sleep(0.002)


@contextmanager
def searchers() -> Iterator[list[Connection]]:
    """Run processes that answer (user id, word) with the ids of the papers found."""
    connections.close_all()
    ends = [fork.Pipe() for _ in range(SEARCHERS)]
    processes = [fork.Process(target=_answer, args=(theirs,), daemon=True) for _, theirs in ends]
    for process in processes:
        process.start()
    yield [ours for ours, _ in ends]
    for ours, _ in ends:
        ours.send(None)
    for process in processes:
        process.join()


def _answer(pipe: Connection) -> None:
    while (asked := pipe.recv()) is not None:
        user_id, word = asked
        user = User.objects.get(pk=user_id)
        page = api.search(SearchQuery(word, limit=DOCUMENTS), scope=scope_of(user))
        pipe.send(sorted(int(hit.key.partition(":")[2]) for hit in page.hits))


class Turmoil:
    """Changes of papers and rights, by lot."""

    def __init__(self, archive: Archive, users: list[User], chance: random.Random) -> None:
        """Keep what is there."""
        self.users = users
        self.chance = chance
        # How many papers all the searches had to find together.
        self.seen = 0
        self._dossiers = archive.dossier_ids
        self._ids = list(Document.objects.values_list("pk", flat=True))
        self._verbs = [self._rewrite, self._rewrite, self._trash, self._move, self._right]

    def change(self) -> None:
        """Do one thing, with its outbox row in the same transaction; sometimes undo it all."""
        with transaction.atomic():
            self.chance.choice(self._verbs)()
            if self.chance.random() < 0.1:
                transaction.set_rollback(True)

    def _some(self) -> list[Document]:
        return list(Document.objects.filter(pk__in=self.chance.sample(self._ids, 3)))

    def _rewrite(self) -> None:
        papers = self._some()
        for paper in papers:
            text = " ".join(self.chance.sample(MARKS, 2))
            Page.objects.filter(document=paper).update(text=text)
        reindex_documents(papers)

    def _trash(self) -> None:
        papers = self._some()
        for paper in papers:
            state = TRASH if paper.state == SHELF else SHELF
            Document.objects.filter(pk=paper.pk).update(state=state)
        reindex_documents(papers)

    def _move(self) -> None:
        papers = self._some()
        for paper in papers:
            Document.objects.filter(pk=paper.pk).update(
                paper_class=self.chance.choice(ConfidentialityClass.values),
                dossier_id=self.chance.choice(self._dossiers),
            )
        reindex_documents(papers)

    def _right(self) -> None:
        given = Grant.objects.filter(cause=GrantCause.SHARING, role=Role.RESPONSIBLE, ended_at=None)
        if self.chance.random() < 0.5 and (grant := given.first()):
            end_grant(grant=grant, by=None)
            return
        folder = Folder.objects.get(pk=self.chance.choice(self._dossiers))
        to = self.chance.choice(self.users)
        give_role(folder=folder, to=to, role=Role.RESPONSIBLE, cause=GrantCause.SHARING, by=None)


def one_round(turmoil: Turmoil, indexer: Indexer, ask: list[Connection]) -> Iterator[str]:
    """Change, perhaps shoot, ask from every process; yield "lost" or "extra" for each error."""
    turmoil.change()
    if turmoil.chance.random() < KILL_CHANCE:
        indexer.shoot()
    asked = [(turmoil.chance.choice(turmoil.users), turmoil.chance.choice(MARKS)) for _ in ask]
    for pipe, (user, word) in zip(ask, asked, strict=True):
        pipe.send((user.pk, word))
    for pipe, (user, word) in zip(ask, asked, strict=True):
        found, true = set(pipe.recv()), truth(user, word)
        turmoil.seen += len(true)
        yield from ["lost"] * len(true - found)
        yield from ["extra"] * len(found - true)


def truth(user: User, word: str) -> set[int]:
    """Return the papers that the rows themselves give: seen by the user, holding the word."""
    with request_cache():
        shelf = Document.objects.on_shelf_for(User.objects.get(pk=user.pk))
        texts = Page.objects.filter(document__in=shelf).values_list(F("document_id"), "text")
        return {pk for pk, text in texts if word in text.split()}
