"""Is a name that is printed on a scan found once the scan was read, through either script?

By both ways of the search desk: the words of the papers, and the register of names, in which
the names that were suggested on the page stand in the middle of a crowd of invented people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test.utils import override_settings

from benchmarks.archive.contents import write_people
from benchmarks.archive.large_archive import DOCUMENTS_PER_DOSSIER, build_archive, holder
from benchmarks.archive.throwaway import throwaway_database
from dossiers.access.roles import Role
from dossiers.indexing.source import paper_scope, people_scope
from dossiers.intake.reading.ocr.segments import ARABIC_LETTER
from dossiers.intake.reading.reader import ReadPage
from dossiers.models import Document, Membership, Original, Page, Person, PersonName, User
from dossiers.models.identity import new_uid
from dossiers.vocabulary import DocumentState, MemberRole, Script, SuggestedField, TextSource
from search import api, rebuild, registry
from search.entries import SearchQuery

from .pages import read_whole
from .printed import PrintedPaper, names_in_both, paper_of
from .suggestions import suggested_on

CROWD_DOSSIERS = 1_000
# Lines of one page of results.
FIRST = 25
ARABIC, LATIN = SCRIPTS = ("arabic", "latin")
PAPERS, PEOPLE, EITHER = WAYS = ("papers", "people", "either")


@dataclass(frozen=True)
class ReadScan:
    """What is asked for of one scan: its words, and the names that were suggested on it."""

    file: str
    text: str
    suggested: tuple[str, ...]


@dataclass(frozen=True)
class SoughtName:
    """One printed name, and whether it was found: by script, by way."""

    file: str
    arabic: str
    latin: str
    found: dict[str, dict[str, bool]]

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        names = {ARABIC: self.arabic, LATIN: self.latin}
        return {"file": self.file, "names": names, "found": self.found}


@dataclass(frozen=True)
class Cards:
    """Keys of the cards that a scan has in the index."""

    paper: str
    members: frozenset[str]


def seek_names(
    paths: Iterable[Path], papers: Mapping[str, PrintedPaper], *, crowd: int = CROWD_DOSSIERS
) -> Iterator[SoughtName]:
    """Read the scans, file them all, then ask for every name that stands on them."""
    scans = [read_scan(str(path), pages) for path, pages in read_whole(paths)]
    with throwaway_database(), override_settings(SEARCH_ENGINE="embedded"):
        archive = build_archive(DOCUMENTS_PER_DOSSIER * max(crowd, len(scans)))
        write_people(archive.dossier_ids)
        shelved = [
            file_scan(scan, dossier)
            for scan, dossier in zip(scans, archive.dossier_ids, strict=False)
        ]
        rebuild_all()
        user = holder("all", Role.DIRECTOR, [archive.centre])
        for scan, cards in zip(scans, shelved, strict=True):
            for arabic, latin in names_in_both(papers[paper_of(Path(scan.file))]):
                answers = {ARABIC: ask(arabic, cards, user), LATIN: ask(latin, cards, user)}
                yield SoughtName(scan.file, arabic, latin, answers)
        registry.clear()


def read_scan(file: str, pages: Sequence[ReadPage]) -> ReadScan:
    """Take of the pages what the search will know."""
    names = [one for one in suggested_on(pages) if one.field == SuggestedField.PERSON]
    text = "\n".join(page.text for page in pages)
    return ReadScan(file, text, tuple(one.span.text for one in names))


def rebuild_all() -> None:
    """Index everything that is filed, papers and people."""
    registry.clear()
    rebuild.rebuild()
    rebuild.rebuild_names()


def file_scan(scan: ReadScan, dossier_id: int) -> Cards:
    """File a scan beside the papers of a dossier, with the people who were suggested on it."""
    like = Document.objects.filter(dossier_id=dossier_id).select_related("unit", "kind")[0]
    paper = Document.objects.create(
        state=DocumentState.FILED, dossier_id=dossier_id, unit=like.unit, kind=like.kind,
        paper_class=like.paper_class,
    )  # fmt: skip
    original = Original.objects.create(unit=like.unit, sha256=f"scan{paper.pk:060d}")
    Page.objects.create(
        original=original, original_number=1, document=paper, number=1, text=scan.text,
        text_source=TextSource.READ, is_read=True,
    )  # fmt: skip
    members = frozenset(f"member:{_enter(name, dossier_id)}" for name in scan.suggested)
    return Cards(f"document:{paper.pk}", members)


def _enter(name: str, dossier_id: int) -> int:
    """Enter a person under a name as it was read, as somebody does who takes a suggestion."""
    person = Person.objects.create(uid=new_uid())
    script = Script.ARABIC if ARABIC_LETTER.search(name) else Script.LATIN
    PersonName.objects.create(person=person, text=name, script=script)
    return Membership.objects.create(
        uid=new_uid(), person=person, dossier_id=dossier_id, role=MemberRole.OTHER
    ).pk


def ask(name: str, cards: Cards, user: User) -> dict[str, bool]:
    """Tell by which way a name finds the cards of a scan on the first page of results."""
    papers = api.search(SearchQuery(text=name, limit=FIRST), scope=paper_scope(user)).hits
    people = api.find_people(name, scope=people_scope(user), limit=FIRST)
    outcomes = {
        PAPERS: cards.paper in {hit.key for hit in papers},
        PEOPLE: not cards.members.isdisjoint(hit.key for hit in people),
    }
    return outcomes | {EITHER: any(outcomes.values())}
