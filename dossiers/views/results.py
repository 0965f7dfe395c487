"""From hits to what may be shown of them: the index decides the order, the database the truth.

Every hit is looked up again through `visible_to`; who may only find a dossier
gets name, reference, unit and responsible, and learns nothing else from a reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.access.permissions import Right
from dossiers.access.visibility import folders_q
from dossiers.index_source import split_key
from dossiers.models import Document, Membership, Page, Person, PersonName
from dossiers.vocabulary import DISCREET_CLASSES, MemberRole, NameKind, Script
from search import api
from search.entries import EntryPage, NameHit, SearchHit

CHILDREN = (MemberRole.CHILD, MemberRole.SIBLING)

# Why a name matched. What is missing here ("same") explains itself.
REASONS: dict[str, str | Promise] = {
    "spelling": _("another spelling"),
    "script": _("the name in the other script"),
    "sound": _("sounds alike"),
    "prefix": _("begins like this"),
    "typo": _("nearly the same letters"),
    "identifier": _("this number"),
    "year": _("birth year"),
    "place": _("place"),
    "parent": _("name of a parent"),
}
# What a reason may tell to somebody who may find and no more.
REASONS_OF_FINDERS = frozenset({"spelling", "script", "sound", "prefix", "typo"})


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a match: what was typed, what stands there, in which way alike."""

    typed: str
    matched: str
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class BothNames:
    """The name of a person in both scripts, each "" when it is not known."""

    name_arabic: str
    name_latin: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person in a dossier, as far as the asking user may know."""

    membership: Membership
    names: BothNames
    mother: BothNames | None
    may_open: bool
    is_sure: bool
    why: tuple[Why, ...]

    @property
    def person(self) -> Person:
        """Who."""
        return self.membership.person

    @property
    def url(self) -> str:
        """Where the dossier is."""
        return reverse("dossiers:dossier", args=[self.membership.dossier.uid])


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A filed paper the asking user may read, with the places where the words stand."""

    document: Document
    snippets: tuple[api.Snippet, ...]
    may_find_dossier: bool

    @property
    def is_discreet(self) -> bool:
        """Whether its words wait until they are asked for."""
        return self.document.paper_class in DISCREET_CLASSES


def people_of(hits: Iterable[NameHit], user: Any) -> list[FoundPerson]:
    """Return the people of these hits whom the user may find, in the order of the hits."""
    wanted = {split_key(hit.key)[1]: hit for hit in hits if hit.key.startswith("member:")}
    rows = list(_memberships_with_mothers(list(wanted), user))
    by_id = {row.pk: row for row in rows}
    mothers = {row.dossier_id: _names(row) for row in rows if row.role == MemberRole.MOTHER}
    return [_found_person(hit, by_id[pk], mothers) for pk, hit in wanted.items() if pk in by_id]


def papers_of(hits: Iterable[SearchHit], user: Any, *, text: str) -> list[FoundPaper]:
    """Return the papers of these hits that the user may read, in the order of the hits.

    A paper that is in another version than the hit has just been changed: it is dropped.
    """
    versions = {split_key(hit.key)[1]: hit.version for hit in hits}
    readable = Document.objects.filter(pk__in=versions).on_shelf_for(user, narrowed=True)
    pages = (
        Page.objects.filter(document__in=readable)
        .annotate(may_find_dossier=_may(user, Right.FIND, path="document__dossier_id"))
        .select_related("document__kind", "document__dossier__unit")
        .order_by("number")
    )
    pages_of: dict[int, list[Page]] = {}
    for page in pages:
        paper = page.document
        if paper is not None and paper.version == versions[paper.pk]:
            pages_of.setdefault(paper.pk, []).append(page)
    return [_found_paper(pages_of[pk], text=text) for pk in versions if pk in pages_of]


def _may(user: Any, right: Right, *, path: str) -> Case:
    """Return the column "the user holds this right on the folder at `path`"."""
    holds = folders_q(user, right, path=path, narrowed=True)
    held = When(holds, then=Value(True))  # noqa: FBT003
    return Case(held, default=Value(False), output_field=BooleanField())  # noqa: FBT003


def _memberships_with_mothers(ids: Sequence[int], user: Any) -> QuerySet[Membership]:
    """Return the memberships asked for and those of the mothers beside them, in one query."""
    beside = Membership.objects.filter(pk__in=ids, role__in=CHILDREN).values("dossier_id")
    return (
        Membership.objects.visible_to(user, narrowed=True)
        .filter(Q(pk__in=ids) | Q(role=MemberRole.MOTHER, dossier_id__in=beside))
        .annotate(
            may_open=_may(user, Right.VIEW, path="dossier_id"),
            name_arabic=_name_in(Script.ARABIC),
            name_latin=_name_in(Script.LATIN),
        )
        .select_related("person", "dossier__unit", "dossier__responsible")
    )


def _name_in(script: Script) -> Subquery:
    """Return the column "name of the person in this script", as `Person.name_in` chooses it."""
    order = Case(*(When(kind=kind, then=place) for place, kind in enumerate(NameKind.values)))
    names = PersonName.objects.filter(person_id=OuterRef("person_id"), script=script)
    return Subquery(names.order_by(order, "pk").values("text")[:1])


def _names(row: Membership) -> BothNames:
    annotated: Any = row
    return BothNames(annotated.name_arabic or "", annotated.name_latin or "")


def _found_person(hit: NameHit, row: Membership, mothers: dict[int, BothNames]) -> FoundPerson:
    may_open: bool = row.may_open  # type: ignore[attr-defined]  # annotated above
    mother = mothers.get(row.dossier_id) if may_open and row.role in CHILDREN else None
    return FoundPerson(
        membership=row,
        names=_names(row),
        mother=mother,
        may_open=may_open,
        is_sure=hit.sure,
        why=tuple(
            Why(typed=typed, matched=matched, reason=REASONS[reason])
            for typed, matched, reason in hit.why
            if reason in REASONS and (may_open or reason in REASONS_OF_FINDERS)
        ),
    )


def _found_paper(pages: Sequence[Page], *, text: str) -> FoundPaper:
    """Make one result of the sides of a paper."""
    first: Any = pages[0]
    return FoundPaper(
        document=first.document,
        snippets=api.snippets((EntryPage(page.number, page.text) for page in pages), text),
        may_find_dossier=first.may_find_dossier,
    )
