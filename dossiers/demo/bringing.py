"""Bring the demo's papers to the tray, and file them once the worker has read them."""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from dossiers.documents.file import file_document
from dossiers.intake.capture.accept import accept_upload
from dossiers.models import Document, DocumentKind, Original, Page, Unit, User
from dossiers.vocabulary import DocumentState

from .archive import find_dossier, find_person, unit_code
from .families import DemoFamily, DemoPaper
from .papers import draw_paper, make_case

# Between two looks at what the worker has read, in seconds.
LOOK_EVERY_S = 2.0
TELL_EVERY_S = 10.0
# When nothing was read for so long, nobody reads: the models may be missing.
PATIENCE_S = 180.0
# Kinds that carry an act number of an office.
WITH_ACT = frozenset({"EC01", "EC06"})


@dataclass
class Bringing:
    """The papers of these families on their way: brought, read, filed."""

    families: tuple[DemoFamily, ...]
    users: dict[str, User]
    say: Callable[[str], None]
    told_at: float = field(default=0.0, init=False)

    def papers(self) -> Iterator[tuple[DemoFamily, DemoPaper]]:
        """Yield every paper with its family."""
        for family in self.families:
            for paper in family.papers:
                yield family, paper

    def bring_all(self) -> None:
        """Hand in every paper that is not there yet, at the scanning desk's door."""
        for family, paper in self._missing():
            self._bring(family, paper)
            self._tell()

    def bring_and_file(self) -> None:
        """Hand in what is missing; file what is read, until every paper is.

        A few stay in the tray for the visitor.
        """
        missing = iter(self._missing())
        waiting = {paper.file_name: (family, paper) for family, paper in self.papers()}
        moved = looked = time.monotonic()
        while waiting and time.monotonic() - moved < PATIENCE_S:
            following = next(missing, None)
            if following is not None:
                self._bring(*following)
                moved = time.monotonic()
            if following is None or time.monotonic() - looked > LOOK_EVERY_S:
                looked = time.monotonic()
                settled = self._settle(waiting)
                moved = looked if settled else moved
                waiting = {name: one for name, one in waiting.items() if name not in settled}
            self._tell()
            if following is None and waiting:
                connection.close()
                time.sleep(LOOK_EVERY_S)
        self._tell(now=True)

    def _missing(self) -> list[tuple[DemoFamily, DemoPaper]]:
        known = set(_demo_files().values_list("upload_name", flat=True))
        return [pair for pair in self.papers() if pair[1].file_name not in known]

    def _bring(self, family: DemoFamily, paper: DemoPaper) -> None:
        accept_upload(
            file=io.BytesIO(draw_paper(family, paper)),
            name=paper.file_name,
            upload_id=paper.file_name,
            unit=Unit.objects.get(code=unit_code(family)),
            by=self.users["desk"],
        )

    def _settle(self, waiting: dict[str, tuple[DemoFamily, DemoPaper]]) -> set[str]:
        """File the papers that are read by now; return the names that need no more care."""
        settled = set()
        failed = _demo_documents().filter(name__in=waiting).exclude(reading_job__failure="")
        for document in failed:
            family, paper = waiting[document.name]
            if document.state == DocumentState.READ and not paper.stays_in_tray:
                self._file(document, family=family, paper=paper)
            settled.add(document.name)
        return settled

    def _file(self, document: Document, *, family: DemoFamily, paper: DemoPaper) -> None:
        """Do what the desk does with form and mouse."""
        dossier = find_dossier(family)
        if dossier is None:
            return
        file_document(
            document=document,
            dossier=dossier,
            kind=DocumentKind.objects.get(code=paper.kind),
            people=[find_person(paper.subject, dossier=dossier)],
            by=self.users["director"],
            **what_the_desk_types(family, paper),
        )

    def _tell(self, *, now: bool = False) -> None:
        """Say how far it is, every few seconds."""
        if not now and time.monotonic() - self.told_at < TELL_EVERY_S:
            return
        self.told_at = time.monotonic()
        demo = _demo_documents()
        brought = demo.count()
        read = demo.exclude(state=DocumentState.CAPTURED).count()
        filed = demo.filter(state=DocumentState.FILED).count()
        total = sum(len(family.papers) for family in self.families)
        self.say(f"Demo: {brought} of {total} papers brought, {read} read, {filed} filed.")


def _demo_files() -> QuerySet[Original]:
    return Original.objects.filter(upload_name__startswith="demo-scan-")


def _demo_documents() -> QuerySet[Any]:
    """Return the papers of the demo, each with the `name` of its file."""
    first = Page.objects.filter(document=OuterRef("pk"), number=1)
    named = Document.objects.annotate(name=Subquery(first.values("original__upload_name")))
    return named.filter(name__startswith="demo-scan-")


def what_the_desk_types(family: DemoFamily, paper: DemoPaper) -> dict[str, Any]:
    """Return the fields that a person copies from the paper when filing it."""
    case = make_case(family, paper)
    fields: dict[str, Any] = {"issued_on": case.issued, "issuer": case.place[0]}
    if paper.kind in WITH_ACT:
        fields |= {
            "act_number": str(case.act),
            "act_year": paper.subject.born.year,
            "act_office": case.place[0],
        }
    return fields
