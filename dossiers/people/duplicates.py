"""Who may be the person that somebody is about to write anew: alike by name, and by more.

Looks at the whole archive, for the family may have come through another door. People whose
details the asker may not know are compared coarsely: the same full name and the very same
date, or nothing. Of those they may not even find it tells one thing, that there are some; of
those in protected dossiers nothing: their cards are reached from no unit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers import journal
from dossiers.access import shown
from dossiers.access.permissions import Right
from dossiers.access.visibility import holds_right
from dossiers.indexing.source import people_scope, whole_archive_scope
from dossiers.journal.things import Subject, Thing
from dossiers.models import Dossier, Membership, Person, User
from dossiers.vocabulary import (
    CHILD_ROLES,
    GONE_DOSSIER_STATES,
    DatePrecision,
    JournalAction,
    MemberRole,
)
from search.analysis.names import split_name
from search.analysis.same_name import is_same_name
from search.entries import NameHit, Scope

from .find import find_cards

MOST_ASKED = 60
MOST_SHOWN = 6
DAYS_OF_A_YEAR = 366
# A date known to the year or about may stand for a day of the year beside it.
YEARS_APART = {DatePrecision.YEAR: 1, DatePrecision.ABOUT: 2}

SAME_NAME = _("the same name")
NEAR_NAME = _("nearly the same name")
SAME_BIRTH = _("born on the same day")
NEAR_BIRTH = _("born less than a year apart")
SAME_MOTHER = _("mother has the same name")
NEAR_MOTHER = _("mother has nearly the same name")
NO_BIRTH = _("no birth date to tell them apart")
SOMETHING_ELSE = _("something else you entered matches too")

Evidence = tuple[str | Promise, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of somebody: names in any script, birth date, the mother's names."""

    names: tuple[str, ...]
    birth_date: date | None = None
    mothers: tuple[str, ...] = ()
    birth_precision: DatePrecision = DatePrecision.DAY


@dataclass(frozen=True, slots=True)
class Place:
    """A dossier in which the asker may find somebody, and perhaps open it."""

    membership: Membership
    may_open: bool


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """Somebody who may be meant, with the places where the asker may find them, and why."""

    person: Person
    places: tuple[Place, ...]
    reasons: Evidence
    # Whether the asker may know more of them than the name.
    is_known: bool


@dataclass(frozen=True, slots=True)
class DuplicateCandidates:
    """Those the asker may know of, and how many people there are besides."""

    known: tuple[DuplicateCandidate, ...] = ()
    unseen: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.known or self.unseen)


@dataclass(slots=True)
class _Alike:
    """What speaks for one person."""

    is_same: bool = False
    is_full: bool = False
    memberships: list[Membership] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """Who."""
        return self.memberships[0].person


def find_duplicates(
    asked: Description, *, by: User, exclude: Iterable[int] = ()
) -> DuplicateCandidates:
    """Return who may be meant, apart from the people `besides`; the journal tells of it.

    Alike is a name that is the same or nearly so, with a birth date within a year or
    a mother of the same name. Where no birth date is known on one side, the same
    given and family name are enough. Of people whose details the asker may not know, the
    same full name counts alone where no date was typed and they may be found, else with the
    very same date.
    """
    with shown.comparing():
        candidates = _compare(asked, by=by, exclude=frozenset(exclude))
    shown.note(*(one.membership.dossier_id for double in candidates.known for one in double.places))
    journal.record(
        by=by,
        action=JournalAction.SEARCH,
        thing=Subject(Thing.PEOPLE_ALIKE),
        found=len(candidates.known),
        unseen=candidates.unseen,
        places=shown.take_untold(),
    )
    return candidates


def _compare(asked: Description, *, by: User, exclude: frozenset[int]) -> DuplicateCandidates:
    scope = Scope(whole_archive_scope().tokens | people_scope(by).tokens)
    people = _alike_by_name(asked.names, scope=scope, exclude=exclude)
    if not people:
        return DuplicateCandidates()
    visible, opened = _visible_to(by, people.values()), _opened_by(by, people)
    details = Person.objects.details_visible_to(by).filter(pk__in=people)
    knows = set(details.values_list("pk", flat=True))
    mothered = _dossiers_of_mother(asked.mothers, scope=scope)
    known, unseen = [], 0
    for pk, alike in people.items():
        places = tuple(
            Place(row, may_open=row.dossier_id in opened)
            for row in alike.memberships
            if row.pk in visible
        )
        if pk in knows and places:
            evidence = _evidence(asked, alike, mothered)
        else:
            evidence = _coarse_evidence(asked, alike, may_find=bool(places))
        if evidence is None:
            continue
        if places:
            reasons = _reasons(alike, evidence, is_known=pk in knows)
            known.append(DuplicateCandidate(alike.person, places, reasons, is_known=pk in knows))
        else:
            unseen += 1
    return DuplicateCandidates(tuple(known[:MOST_SHOWN]), unseen)


def describe(person: Person) -> Description:
    """Describe somebody who is written already, as far as their names and birth date tell."""
    return Description(
        tuple(name.text for name in person.names.all()),
        person.birth_date,
        birth_precision=DatePrecision(person.birth_precision),
    )


def _alike_by_name(
    names: Iterable[str], *, scope: Scope, exclude: frozenset[int]
) -> Mapping[int, _Alike]:
    """Return the people with a name like one of these, most alike first."""
    hits: dict[int, tuple[bool, bool]] = {}
    for text in names:
        is_full = len(split_name(text)) > 1
        for pk, hit in find_cards(text, scope=scope, limit=MOST_ASKED).items():
            same, full = hits.get(pk, (False, False))
            hits[pk] = (same or _is_same(hit), full or (is_full and _is_own(hit)))
    rows = {row.pk: row for row in _members().filter(pk__in=hits)}
    people: dict[int, _Alike] = {}
    for pk, (same, full) in hits.items():
        if pk in rows and rows[pk].person_id not in exclude:
            alike = people.setdefault(rows[pk].person_id, _Alike())
            alike.is_same |= same
            alike.is_full |= full
            alike.memberships.append(rows[pk])
    return people


def _is_own(hit: NameHit) -> bool:
    """Tell whether somebody surely bears all that was written, nothing of it being a parent's."""
    return hit.sure and not any(reason in ("parent", "place") for *_names, reason in hit.why)


def _is_same(hit: NameHit) -> bool:
    """Tell whether it is the same name, and not one that is alike: الحسن is not الحسين."""
    return _is_own(hit) and all(is_same_name(typed, matched) for typed, matched, _ in hit.why)


def _members() -> QuerySet[Membership]:
    people = Person.objects.prefetch_related("names")
    return (
        Membership.objects.exclude(dossier__state__in=GONE_DOSSIER_STATES)
        .select_related("dossier__unit")
        .prefetch_related(Prefetch("person", queryset=people))
    )


def _dossiers_of_mother(mothers: Iterable[str], *, scope: Scope) -> Mapping[int, bool]:
    """Return the dossiers in which the mother has such a name: whether it is the very same."""
    same: dict[int, bool] = {}
    for text in mothers:
        for pk, hit in find_cards(text, scope=scope, limit=MOST_ASKED).items():
            if _is_own(hit):
                same[pk] = same.get(pk, False) or _is_same(hit)
    dossiers: dict[int, bool] = {}
    rows = Membership.objects.filter(pk__in=same, role=MemberRole.MOTHER)
    for pk, dossier in rows.values_list("pk", "dossier_id"):
        dossiers[dossier] = dossiers.get(dossier, False) or same[pk]
    return dossiers


def _visible_to(user: User, people: Iterable[_Alike]) -> set[int]:
    """Return those memberships of which the user may know."""
    ids = [row.pk for alike in people for row in alike.memberships]
    visible = Membership.objects.visible_to(user, rows_are_few=True).filter(pk__in=ids)
    return set(visible.values_list("pk", flat=True))


def _opened_by(user: User, people: Iterable[int]) -> set[int]:
    """Return which dossiers of these people the user may open."""
    dossiers = Dossier.objects.filter(memberships__person__in=list(people))
    rows = dossiers.annotate(may_open=holds_right(user, Right.VIEW))
    return {pk for pk, may_open in rows.values_list("pk", "may_open") if may_open}


def _evidence(
    asked: Description, alike: _Alike, dossiers_of_mother: Mapping[int, bool]
) -> Evidence | None:
    """Return what speaks for it beside the name; None where the name alone says too little.

    () for the same full name where a birth date is not known on one side.
    """
    reasons: list[str | Promise] = []
    person = alike.person
    if asked.birth_date and person.birth_date:
        birth = _birth_reason(asked, person)
        if birth:
            reasons.append(birth)
    mothers = [
        dossiers_of_mother[row.dossier_id]
        for row in alike.memberships
        if row.dossier_id in dossiers_of_mother and row.role in CHILD_ROLES
    ]
    if mothers:
        reasons.append(SAME_MOTHER if any(mothers) else NEAR_MOTHER)
    if reasons:
        return tuple(reasons)
    dates_known = asked.birth_date and person.birth_date
    return () if alike.is_full and not dates_known else None


def _coarse_evidence(asked: Description, alike: _Alike, *, may_find: bool) -> Evidence | None:
    """Return what speaks for somebody of whom the asker may know the name at most.

    What is not typed tells nothing of what is written, and what is typed only whether all of
    it is the same: () for the name alone.
    """
    if not alike.is_full:
        return None
    if asked.birth_date is None:
        return () if may_find else None
    born = (alike.person.birth_date, alike.person.birth_precision)
    is_same_birth = (asked.birth_date, asked.birth_precision) == born
    return (SAME_BIRTH,) if is_same_birth else None


def _birth_reason(asked: Description, person: Person) -> str | Promise:
    typed, born = cast(date, asked.birth_date), cast(date, person.birth_date)
    precisions = {asked.birth_precision, DatePrecision(person.birth_precision)}
    if typed == born and precisions == {DatePrecision.DAY}:
        return SAME_BIRTH
    years = max((YEARS_APART.get(precision, 0) for precision in precisions), default=0)
    if years:
        return NEAR_BIRTH if abs(typed.year - born.year) <= years else ""
    return NEAR_BIRTH if abs((typed - born).days) <= DAYS_OF_A_YEAR else ""


def _reasons(alike: _Alike, evidence: Evidence, *, is_known: bool) -> Evidence:
    """Say why; birth date and mother are told to who may know them, and to nobody else."""
    name = SAME_NAME if alike.is_same else NEAR_NAME
    if not evidence:
        return (name, NO_BIRTH) if is_known else (name,)
    return (name, *evidence) if is_known else (name, SOMETHING_ELSE)
