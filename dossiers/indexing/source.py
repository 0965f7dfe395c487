"""People and papers as plain cards, and what the asking user may find.

A person has one card for each dossier they stand in (key "member:<id>"), so that
nothing on a card tells of a dossier that its reader may not find. Names and reference are
found by who may find the dossier, all else by who may open it. Papers get a
card when they are filed ("document:<id>"); the tray is not in the index.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet

from dossiers.access import shown
from dossiers.access.visibility import (
    detail_tokens,
    paper_tokens,
    people_tokens,
    reach_tokens,
)
from dossiers.models import Document, FolderClosure, Membership, Page, Unit, User
from dossiers.vocabulary import CHILD_ROLES, GONE_DOSSIER_STATES, SHELF_STATES, MemberRole
from search.entries import EntryKind, EntryName, EntryPage, Scope, SearchEntry

PARENTS = {MemberRole.MOTHER: "mother", MemberRole.FATHER: "father"}


def people_scope(user: User) -> Scope:
    """Return which people the user may find."""
    return Scope(tokens=people_tokens(user), details=detail_tokens(user))


def paper_scope(user: User) -> Scope:
    """Return which papers the user may find."""
    return Scope(tokens=paper_tokens(user))


def scope_of(user: User) -> Scope:
    """Return all that the user may find."""
    tokens = people_tokens(user) | paper_tokens(user)
    return Scope(tokens=tokens, details=detail_tokens(user))


def whole_archive_scope() -> Scope:
    """Return everybody whom some unit reaches, for questions that no single user asks.

    Whoever is in a protected dossier alone is not in it: no unit reaches them. By name
    alone: it opens nobody's details.
    """
    return Scope(tokens=reach_tokens("find", Unit.objects.values_list("pk", flat=True)))


def split_key(key: str) -> tuple[str, int]:
    """Return the kind of card and the id in a key.

    >>> split_key("member:17")
    ('member', 17)
    """
    kind, _, number = key.partition(":")
    return kind, int(number)


class DossierSource:
    """Describes the archive to the card index (search.entries.Source)."""

    def entries(self, keys: Iterable[str]) -> Iterator[SearchEntry]:
        """Yield the card of every key that still belongs in the index."""
        ids = self._ids(keys)
        yield from _member_cards(_members().filter(pk__in=ids["member"]))
        yield from _document_cards(_documents().filter(pk__in=ids["document"]))

    def keys(self) -> Iterator[str]:
        """Yield every key that belongs in the index."""
        for pk in _members().order_by("pk").values_list("pk", flat=True).iterator():
            yield f"member:{pk}"
        for pk in _documents().order_by("pk").values_list("pk", flat=True).iterator():
            yield f"document:{pk}"

    def versions(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the present version of every key that belongs in the index."""
        ids = self._ids(keys)
        versions: dict[str, int] = {}
        for kind, rows in (("member", _members()), ("document", _documents())):
            if ids[kind]:
                pairs = rows.filter(pk__in=ids[kind]).values_list("pk", "version")
                versions |= {f"{kind}:{pk}": version for pk, version in pairs}
        return versions

    @staticmethod
    def _ids(keys: Iterable[str]) -> dict[str, list[int]]:
        ids: dict[str, list[int]] = {"member": [], "document": []}
        for key in keys:
            kind, number = split_key(key)
            ids[kind].append(number)
        return ids


def _members() -> QuerySet[Membership]:
    return Membership.objects.exclude(dossier__state__in=GONE_DOSSIER_STATES)


def _documents() -> QuerySet[Document]:
    return Document.objects.filter(state__in=SHELF_STATES).exclude(
        dossier__state__in=GONE_DOSSIER_STATES
    )


def _reach(dossier_ids: set[int]) -> dict[int, list[tuple[int, bool]]]:
    ancestors: dict[int, list[tuple[int, bool]]] = {}
    rows = FolderClosure.objects.filter(descendant_id__in=dossier_ids)
    for descendant, ancestor, find_only in rows.values_list(
        "descendant_id", "ancestor_id", "find_only"
    ):
        ancestors.setdefault(descendant, []).append((ancestor, find_only))
    return ancestors


def _member_cards(memberships: QuerySet[Membership]) -> Iterator[SearchEntry]:
    with shown.comparing():
        rows = list(
            memberships.select_related("person", "dossier", "dossier__unit").prefetch_related(
                "person__names", "dossier__memberships__person__names"
            )
        )
    reach = _reach({row.dossier_id for row in rows})
    for row in rows:
        above = reach.get(row.dossier_id, ())
        opening = [ancestor for ancestor, find_only in above if not find_only]
        yield _member_card(
            row,
            reach=reach_tokens("find", [ancestor for ancestor, _ in above]),
            detail_reach=reach_tokens("view", opening if row.is_confirmed else ()),
        )


def _member_card(
    row: Membership, *, reach: frozenset[str], detail_reach: frozenset[str]
) -> SearchEntry:
    person, dossier = row.person, row.dossier
    names = [EntryName(name.text) for name in person.names.all()]
    if row.role in CHILD_ROLES:
        names += [
            EntryName(name.text, role=PARENTS[MemberRole(other.role)])
            for other in dossier.memberships.all()
            if other.role in PARENTS and other.person_id != person.pk
            for name in other.person.names.all()
        ]
    details = (person.act_number, person.cnie, person.idcs, person.massar)
    places = (person.birth_place, person.commune, dossier.commune, dossier.douar)
    return SearchEntry(
        key=f"member:{row.pk}",
        kind=EntryKind.PERSON,
        version=row.version,
        reach=reach,
        names=tuple(names),
        identifiers=(dossier.reference,),
        detail_reach=detail_reach,
        details=tuple(value for value in details if value),
        birth_year=person.birth_date.year if person.birth_date else None,
        places=tuple(dict.fromkeys(place for place in places if place)),
        facets={"unit": dossier.unit.code, "role": row.role},
        day=person.birth_date,
    )


def _document_cards(documents: QuerySet[Document]) -> Iterator[SearchEntry]:
    pages = Page.objects.order_by("number").only("document_id", "number", "text")
    with shown.comparing():
        rows = list(
            documents.select_related("kind", "dossier__unit").prefetch_related(
                Prefetch("pages", queryset=pages)
            )
        )
    reach = _reach({row.dossier_id for row in rows})
    for row in rows:
        ancestors = [
            ancestor for ancestor, find_only in reach.get(row.dossier_id, ()) if not find_only
        ]
        yield _document_card(row, reach=reach_tokens(row.paper_class, ancestors))


def _document_card(row: Document, *, reach: frozenset[str]) -> SearchEntry:
    came = row.captured_at.date()
    return SearchEntry(
        key=f"document:{row.pk}",
        kind=EntryKind.DOCUMENT,
        version=row.version,
        reach=reach,
        title=" ".join((row.title, row.kind.name_ar, row.kind.name_fr)).strip(),
        pages=tuple(EntryPage(page.number, page.text) for page in row.pages.all()),
        identifiers=tuple(value for value in (row.act_number,) if value),
        facets={
            "unit": row.dossier.unit.code,
            "class": row.paper_class,
            "kind": row.kind.code,
            "state": row.state,
            "language": row.language,
            "year": str((row.issued_on or came).year),
        },
        day=came,
        issued=row.issued_on,
    )
