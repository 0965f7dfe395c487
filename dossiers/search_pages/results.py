"""From hits to what may be shown of them: the index decides the order, the database the truth.

Every hit is looked up again through `visible_to`; who may only find a dossier
gets name, reference, unit and responsible, and learns nothing else from a reason.
Rows are read as plain columns: a page of them is most of what a search costs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers.access import shown
from dossiers.access.permissions import Right
from dossiers.access.visibility import holds_right
from dossiers.indexing.source import split_key
from dossiers.models import Document, Membership, User
from dossiers.models.user import by_language
from dossiers.people.find import by_member
from dossiers.vocabulary import (
    CHILD_ROLES,
    DISCREET_CLASSES,
    ConfidentialityClass,
    MemberRole,
    NameKind,
    Script,
)
from search import api
from search.entries import EntryPage, NameHit, SearchHit

NAME_ORDER = {kind: place for place, kind in enumerate(NameKind.values)}
ROLES = dict(MemberRole.choices)
CLASSES = dict(ConfidentialityClass.choices)
# Letters of a snippet: enough to know the sentence, short enough for a list.
SNIPPET_CHARS = 130

# Why somebody matched.
REASONS: dict[str, str | Promise] = {
    "same": _("the same name"),
    "spelling": _("another spelling"),
    "script": _("the name in the other script"),
    "sound": _("sounds similar"),
    "prefix": _("begins like this"),
    "typo": _("very similar letters"),
    "identifier": _("this number"),
    "year": _("birth year"),
    "place": _("place"),
    "parent": _("name of a parent"),
}
# What a reason may tell to somebody who may find and no more; and the reference.
REASONS_OF_FINDERS = frozenset({"same", "spelling", "script", "sound", "prefix", "typo"})


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
    """A person in a dossier, as far as the asking user may know.

    `row` has the columns that are for whoever may open the dossier: birth date and role.
    """

    url: str
    reference: str
    unit: str
    names: BothNames
    mother: BothNames | None
    responsible: str
    may_open: bool
    # Whether more than the name may be shown of the person.
    is_known: bool
    is_sure: bool
    why: tuple[Why, ...]
    row: Any

    @property
    def role(self) -> str | Promise:
        """What the person is in the dossier."""
        return ROLES[self.row.role]


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A filed paper the asking user may read, with the places where the words stand.

    `row` has the columns of the paper, of its dossier and unit. `is_written_otherwise`: it
    holds the name in another spelling than was typed.
    """

    paper_url: str
    dossier_url: str
    row: Any
    snippets: tuple[api.Snippet, ...]
    is_written_otherwise: bool

    @property
    def url(self) -> str:
        """Where the side is that says it best."""
        side = self.snippets[0].page if self.snippets else 1
        return f"{self.paper_url}?page={side}" if side > 1 else self.paper_url

    @property
    def class_word(self) -> str | Promise:
        """The word of its class."""
        return CLASSES[self.row.paper_class]

    @property
    def is_discreet(self) -> bool:
        """Whether its words wait until they are asked for."""
        return self.row.paper_class in DISCREET_CLASSES


def people_of(hits: Iterable[NameHit], user: User) -> list[FoundPerson]:
    """Return the people of these hits whom the user may find, in the order of the hits."""
    wanted = by_member(hits)
    if not wanted:
        return []
    rows_of: dict[int, list[Any]] = {}
    for row in _names_with_memberships(list(wanted), user):
        rows_of.setdefault(row.pk, []).append(row)
    mothers = {
        rows[0].dossier_id: _both_names(rows)
        for rows in rows_of.values()
        if rows[0].role == MemberRole.MOTHER
    }
    shown.note(*(rows[0].dossier_id for rows in rows_of.values()))
    address = _addresses("dossier")
    return [
        _found_person(hit, rows, mothers, address)
        for pk, hit in wanted.items()
        if (rows := rows_of.get(pk))
    ]


def papers_of(hits: Iterable[SearchHit], user: User, *, text: str) -> list[FoundPaper]:
    """Return the papers of these hits that the user may read, in the order of the hits.

    A paper that is in another version than the hit has just been changed: it is dropped.
    """
    hit_of = {split_key(hit.key)[1]: hit for hit in hits}
    if not hit_of:
        return []
    rows_of: dict[int, list[Any]] = {}
    for row in _pages_with_papers(list(hit_of), user):
        if row.version == hit_of[row.pk].version:
            rows_of.setdefault(row.pk, []).append(row)
    shown.note(*(rows[0].dossier_id for rows in rows_of.values()))
    to_paper, to_dossier = _addresses("document"), _addresses("dossier")
    return [
        FoundPaper(
            paper_url=to_paper(rows[0].uid),
            dossier_url=to_dossier(rows[0].dossier_uid) if rows[0].may_find_dossier else "",
            row=rows[0],
            snippets=_snippets(rows, text),
            is_written_otherwise=hit.is_written_otherwise,
        )
        for pk, hit in hit_of.items()
        if (rows := rows_of.get(pk))
    ]


def _addresses(name: str) -> Callable[[str], str]:
    """Return how to make the address of a thing by its uid, looked up once for all rows."""
    before, after = reverse(f"dossiers:{name}", args=["*"]).split("*")
    return lambda uid: f"{before}{uid}{after}"


def _name(path: str) -> F:
    """Return the column of a name in the language in force."""
    language = get_language() or "ar"
    return F(f"{path}__name_{language if language in ('fr', 'en') else 'ar'}")


def _names_with_memberships(ids: Sequence[int], user: User) -> QuerySet[Membership, Any]:
    """Return, in one query, a row for each name in these memberships and of mothers beside."""
    beside = Membership.objects.filter(pk__in=ids, role__in=CHILD_ROLES).values("dossier_id")
    columns = {
        "may_open": holds_right(user, Right.VIEW, path="dossier_id", rows_are_few=True),
        "confirmed": F("is_confirmed"),
        "name": F("person__names__text"),
        "script": F("person__names__script"),
        "kind": F("person__names__kind"),
        "birth_date": F("person__birth_date"),
        "birth_hijri": F("person__birth_hijri"),
        "birth_precision": F("person__birth_precision"),
        "dossier_uid": F("dossier__uid"),
        "reference": F("dossier__reference"),
        "unit_name": _name("dossier__unit"),
        "staff_arabic": F("dossier__responsible__name_arabic"),
        "staff_latin": F("dossier__responsible__name_latin"),
        "username": F("dossier__responsible__username"),
    }
    rows = Membership.objects.visible_to(user, rows_are_few=True).order_by("person__names__pk")
    rows = rows.filter(Q(pk__in=ids) | Q(role=MemberRole.MOTHER, dossier_id__in=beside))
    return rows.annotate(**columns).values_list("pk", "role", "dossier_id", *columns, named=True)


def _pages_with_papers(ids: Sequence[int], user: User) -> QuerySet[Document, Any]:
    """Return, in one query, a row for each side of these papers that the user may read."""
    columns = {
        "may_find_dossier": holds_right(user, Right.FIND, path="dossier_id", rows_are_few=True),
        "number": F("pages__number"),
        "text": F("pages__text"),
        "kind_name": _name("kind"),
        "dossier_uid": F("dossier__uid"),
        "reference": F("dossier__reference"),
        "unit_name": _name("dossier__unit"),
    }
    own = ("pk", "uid", "dossier_id", "version", "paper_class", "title", "issued_on", "page_count")
    readable = Document.objects.filter(pk__in=ids).on_shelf_for(user, rows_are_few=True)
    return (
        readable.order_by("pages__number")
        .annotate(**columns)
        .values_list(*own, *columns, named=True)
    )


def _both_names(rows: Sequence[Any]) -> BothNames:
    """Choose a name for each script as `Person.name_in` does: official before usual."""
    best = {row.script: row.name for row in sorted(rows, key=_name_place, reverse=True)}
    return BothNames(best.get(Script.ARABIC) or "", best.get(Script.LATIN) or "")


def _name_place(row: Any) -> int:
    return NAME_ORDER.get(row.kind, 0)


def _responsible(row: Any) -> str:
    """Return how the responsible is called, as `User.get_full_name` chooses the script."""
    first, second = by_language(latin=row.staff_latin, arabic=row.staff_arabic)
    return first or second or row.username or ""


def _found_person(
    hit: NameHit, rows: list[Any], mothers: dict[int, BothNames], address: Callable[[str], str]
) -> FoundPerson:
    row = rows[0]
    may_open: bool = row.may_open
    is_known = may_open and row.confirmed
    return FoundPerson(
        url=address(row.dossier_uid),
        reference=row.reference,
        unit=row.unit_name,
        names=_both_names(rows),
        mother=mothers.get(row.dossier_id) if may_open and row.role in CHILD_ROLES else None,
        responsible=_responsible(row),
        may_open=may_open,
        is_known=is_known,
        is_sure=hit.sure,
        why=tuple(
            Why(typed=typed, matched=matched, reason=REASONS[reason])
            for typed, matched, reason in hit.why
            if reason in REASONS
            and (is_known or reason in REASONS_OF_FINDERS or _is_reference(matched, row.reference))
        ),
        row=row,
    )


def _is_reference(matched: str, reference: str) -> bool:
    """Tell whether a number is (the beginning of) the reference, which every finder is shown."""
    return "/" in matched and reference.startswith(matched)


def _snippets(pages: Sequence[Any], text: str) -> tuple[api.Snippet, ...]:
    """Return the places that say it best."""
    sides = (EntryPage(page.number, page.text) for page in pages if page.text)
    return api.snippets(sides, text, max_chars=SNIPPET_CHARS)
