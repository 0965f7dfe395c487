"""Bring the demo's papers to the tray, and file them once the worker has read them."""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from dossiers.actions.documents import file_document
from dossiers.intake.upload import accept_upload
from dossiers.models import Document, DocumentKind, Unit, User
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
        units = {unit.code: unit for unit in Unit.objects.all()}
        known = set(
            Document.objects.filter(upload_name__startswith="demo-scan-").values_list(
                "upload_name", flat=True
            )
        )
        for family, paper in self.papers():
            if paper.file_name not in known:
                accept_upload(
                    file=io.BytesIO(draw_paper(family, paper)),
                    name=paper.file_name,
                    upload_id=paper.file_name,
                    unit=units[unit_code(family)],
                    by=self.users["desk"],
                )
            self._tell()

    def file_as_read(self) -> None:
        """File what is read until every paper is; a few stay in the tray for the visitor."""
        waiting = {paper.file_name: (family, paper) for family, paper in self.papers()}
        moved = time.monotonic()
        while waiting and time.monotonic() - moved < PATIENCE_S:
            settled = self._settle(waiting)
            if settled:
                moved = time.monotonic()
            for name in settled:
                del waiting[name]
            self._tell()
            if waiting:
                connection.close()
                time.sleep(LOOK_EVERY_S)
        self._tell(now=True)

    def _settle(self, waiting: dict[str, tuple[DemoFamily, DemoPaper]]) -> list[str]:
        """File the papers that are read by now; return the names that need no more care."""
        settled = []
        found = Document.objects.filter(upload_name__in=waiting).exclude(
            state=DocumentState.CAPTURED, failure=""
        )
        for document in found:
            family, paper = waiting[document.upload_name]
            if document.state == DocumentState.READ and not paper.stays_in_tray:
                self._file(document, family=family, paper=paper)
            settled.append(document.upload_name)
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
        demo = Document.objects.filter(upload_name__startswith="demo-scan-")
        brought = demo.count()
        read = demo.exclude(state=DocumentState.CAPTURED).count()
        filed = demo.filter(state=DocumentState.FILED).count()
        total = sum(len(family.papers) for family in self.families)
        self.say(f"Demo: {brought} of {total} papers brought, {read} read, {filed} filed.")


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
