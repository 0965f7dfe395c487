"""Dossiers a paper might belong to: found by a name or a reference, among those one may file in.

Tells no more than a name search may: reference, people, unit. Search words travel
by POST and are journaled as a search, never written down. What a script asks while a name is
typed has one line for what it showed, not one for each pause.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from dossiers import journal
from dossiers.access import shown
from dossiers.access.permissions import Right
from dossiers.access.visibility import holds_right
from dossiers.journal.things import Subject, Thing
from dossiers.models import Dossier, Membership, User
from dossiers.models.person import main_name
from dossiers.people.find import find_members
from dossiers.plain_text import plain
from dossiers.vocabulary import CHILD_ROLES, WRITABLE_DOSSIER_STATES, JournalAction, MemberRole
from search.analysis.references import references_meant

TO_FILE_IN = Subject(Thing.DOSSIERS_TO_FILE_IN)
MOST = 12
# The year, a stroke and the beginning of a number.
BEGUN_REFERENCE = re.compile(r"\d{4}/\d{1,6}(-\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier that may be chosen, and those of its people who matched."""

    dossier: Dossier
    matched: tuple[Membership, ...] = ()
    # Who may find and no more is not told birth dates and parents.
    may_open: bool = False

    @property
    def shown(self) -> list[tuple[Membership, bool]]:
        """Those who matched, each with whether more than the name may be shown."""
        return [(row, self.may_open and row.is_confirmed) for row in self.matched]

    @property
    def mother(self) -> str:
        """The name of the mother of who matched, Arabic first; "" when it is she or unknown."""
        if any(row.role not in CHILD_ROLES for row in self.matched):
            return ""
        mothers = [row for row in self.dossier.memberships.all() if row.role == MemberRole.MOTHER]
        return main_name(mothers[0].person) if mothers else ""


def fileable_dossiers(user: User) -> QuerySet[Dossier]:
    """Return the dossiers the user may find and file in now."""
    return (
        Dossier.objects.visible_to(user, Right.FIND)
        .visible_to(user, Right.FILE)
        .filter(state__in=WRITABLE_DOSSIER_STATES)
        .select_related("unit")
    )


def find_candidates(text: str, *, document_id: int, user: User) -> list[Candidate]:
    """Return dossiers for a reference or a name in either script, best first; journal it."""
    text = plain(text)
    if not text:
        return []
    candidates = _matching(text, user)
    journal.record(
        by=user,
        action=JournalAction.SEARCH,
        thing=TO_FILE_IN,
        document=document_id,
        by_reference=_is_reference(text),
        found=len(candidates),
        places=shown.take_untold(),
    )
    return candidates


def find_while_typing(text: str, *, document_id: int, user: User) -> list[Candidate]:
    """Return the same dossiers for a text that is not typed to its end; journal what is new."""
    text = plain(text)
    if not text:
        return []
    candidates = _matching(text, user)
    journal.record_typing(
        by=user,
        thing=TO_FILE_IN,
        document_id=document_id,
        by_reference=_is_reference(text),
        found=len(candidates),
    )
    return candidates


def people_of(dossier: Dossier, *, user: User) -> list[Membership]:
    """Return the members of a dossier of whom the user may know, with their names."""
    rows = Membership.objects.visible_to(user).filter(dossier=dossier)
    return list(rows.select_related("person").prefetch_related("person__names"))


def _matching(text: str, user: User) -> list[Candidate]:
    return _by_reference(text, user) if _is_reference(text) else _by_name(text, user)


def _is_reference(text: str) -> bool:
    return bool(references_meant(text) or BEGUN_REFERENCE.fullmatch(text))


def _by_reference(text: str, user: User) -> list[Candidate]:
    """Return the dossiers that are meant, the newest first, then those whose reference goes on."""
    meant = references_meant(text)
    dossiers = _with_people(fileable_dossiers(user), user=user)
    matches = [*dossiers.filter(reference__in=meant).order_by("-reference")[:MOST]]
    if BEGUN_REFERENCE.fullmatch(text):
        begun = dossiers.filter(reference__startswith=text).exclude(reference__in=meant)
        matches += begun.order_by("reference")[: MOST - len(matches)]
    return [
        Candidate(dossier, tuple(dossier.memberships.all()[:2]), may_open=dossier.may_open)
        for dossier in matches
    ]


def _by_name(text: str, user: User) -> list[Candidate]:
    matched: dict[int, list[int]] = {}
    for row in find_members(text, user=user, limit=3 * MOST):
        matched.setdefault(row.dossier_id, []).append(row.pk)
    named = fileable_dossiers(user).filter(pk__in=list(matched))
    dossiers = {row.pk: row for row in _with_people(named, user=user)}
    return [
        Candidate(
            dossiers[pk],
            matched=tuple(row for row in dossiers[pk].memberships.all() if row.pk in members),
            may_open=dossiers[pk].may_open,
        )
        for pk, members in matched.items()
        if pk in dossiers
    ][:MOST]


def _with_people(dossiers: QuerySet[Dossier], *, user: User) -> Any:
    members = Membership.objects.select_related("person").prefetch_related("person__names")
    return dossiers.annotate(may_open=holds_right(user, Right.VIEW)).prefetch_related(
        Prefetch("memberships", queryset=members)
    )
