"""From hits to what may be shown of them: the index decides the order, the database the truth.

Every hit is looked up again through `visible_to`; who may only find a dossier
gets name, reference, unit and responsible, and learns nothing else from a reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.access.permissions import Right
from dossiers.access.visibility import folders_q
from dossiers.index_source import split_key
from dossiers.models import Document, Membership, Page, Person
from dossiers.vocabulary import DISCREET_CLASSES, MemberRole
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
class FoundPerson:
    """A person in a dossier, as far as the asking user may know."""

    membership: Membership
    mother: Person | None
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
    mothers = {row.dossier_id: row.person for row in rows if row.role == MemberRole.MOTHER}
    return [_found_person(hit, by_id[pk], mothers) for pk, hit in wanted.items() if pk in by_id]


def papers_of(hits: Iterable[SearchHit], user: Any, *, text: str) -> list[FoundPaper]:
    """Return the papers of these hits that the user may read, in the order of the hits."""
    ids = [pk for kind, pk in (split_key(hit.key) for hit in hits) if kind == "document"]
    found = _documents(user).in_bulk(ids)
    return [_found_paper(found[pk], text=text) for pk in ids if pk in found]


def _may(user: Any, right: Right, *, path: str) -> Case:
    """Return the column "the user holds this right on the folder at `path`"."""
    held = When(folders_q(user, right, path=path), then=Value(True))  # noqa: FBT003
    return Case(held, default=Value(False), output_field=BooleanField())  # noqa: FBT003


def _memberships_with_mothers(ids: Sequence[int], user: Any) -> QuerySet[Membership]:
    """Return the memberships asked for and those of the mothers beside them, in one query."""
    beside = Membership.objects.filter(pk__in=ids, role__in=CHILDREN).values("dossier_id")
    return (
        Membership.objects.visible_to(user)
        .filter(Q(pk__in=ids) | Q(role=MemberRole.MOTHER, dossier_id__in=beside))
        .annotate(may_open=_may(user, Right.VIEW, path="dossier_id"))
        .select_related("person", "dossier__unit", "dossier__responsible")
        .prefetch_related("person__names")
    )


def _found_person(hit: NameHit, row: Membership, mothers: dict[int, Person]) -> FoundPerson:
    may_open: bool = row.may_open  # type: ignore[attr-defined]  # annotated above
    mother = mothers.get(row.dossier_id) if may_open and row.role in CHILDREN else None
    return FoundPerson(
        membership=row,
        mother=mother,
        may_open=may_open,
        is_sure=hit.sure,
        why=tuple(
            Why(typed=typed, matched=matched, reason=REASONS[reason])
            for typed, matched, reason in hit.why
            if reason in REASONS and (may_open or reason in REASONS_OF_FINDERS)
        ),
    )


def _documents(user: Any) -> QuerySet[Document]:
    pages = Page.objects.order_by("number").only("document_id", "number", "text")
    return (
        Document.objects.on_shelf_for(user)
        .annotate(may_find_dossier=_may(user, Right.FIND, path="dossier_id"))
        .select_related("kind", "dossier__unit")
        .prefetch_related(Prefetch("pages", queryset=pages))
    )


def _found_paper(document: Document, *, text: str) -> FoundPaper:
    pages = (EntryPage(page.number, page.text) for page in document.pages.all())
    return FoundPaper(
        document=document,
        snippets=api.snippets(pages, text),
        may_find_dossier=document.may_find_dossier,  # type: ignore[attr-defined]  # annotated above
    )
