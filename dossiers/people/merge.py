"""Merge two records of one person, and take them apart exactly as they were.

Asked of both people: `merge_person`, which looks at the dossiers the user may find.
Dossiers they may not find follow without a word: to refuse because of them would
tell that they are there. Each touched dossier gets its own line in the journal.
Who knows one of the two for less long than the other would come to know both for longer by
it: somebody else merges them.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.duration import gains
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_memberships
from dossiers.journal.verbs import Verb
from dossiers.models import Membership, Person, PersonMerge, User
from dossiers.reasons import clean_reason
from dossiers.sharing.own_rights import own_gain
from dossiers.vocabulary import JournalAction, RegistrationStatus, Sex

from .merge_relations import RELATIONS
from .write import details_known_until

# What is taken over where the kept record says nothing; columns of one line go together. What
# belongs to a person in other tables is in `merge_relations`.
FIELDS: tuple[tuple[str, ...], ...] = (
    ("birth_date", "birth_precision", "birth_hijri"),
    ("birth_place",),
    ("commune",),
    ("sex",),
    ("cnie",),
    ("idcs",),
    ("massar",),
    ("registration",),
    ("act_number", "act_year_hijri", "act_year", "act_office"),
)
_SAYS_NOTHING = (None, "", Sex.UNKNOWN, RegistrationStatus.UNKNOWN)


@transaction.atomic
def merge_people(*, kept: Person, gone: Person, reason: str, by: User) -> PersonMerge:
    """Give all that `gone` has to `kept`: names, dossiers, papers, and what only it says."""
    kept, gone = _locked(kept, gone)
    require(by, Permission.Person.MERGE, kept)
    require(by, Permission.Person.MERGE, gone)
    if kept == gone:
        raise RefusedError(_("This is one record, not two."))
    reason = clean_reason(reason, missing=_("Explain how you know that this is one person."))
    _refuse_knowing_longer(kept, gone, by=by)
    moved: dict[str, Any] = {}
    for relation in RELATIONS.values():
        moved |= relation.move(kept, gone)
    moved["filled"] = _fill(kept, gone)
    merge = PersonMerge.objects.create(kept=kept, gone=gone, reason=reason, moved=moved, by=by)
    _record(merge, dossiers=_dossiers_of([kept]), verb=Verb.PEOPLE_MERGED, reason=reason, by=by)
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User) -> None:
    """Give back what was moved; what came to the kept record since stays with it.

    Papers filed since in a dossier that goes back, and about nobody else there, go too.
    """
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    kept, gone = _locked(merge.kept, merge.gone)
    if merge.undone_at is not None:
        raise RefusedError(_("This merge has already been undone."))
    if not may_undo(merge, by=by):
        raise PermissionDenied(Permission.Person.MERGE)
    dossiers = _dossiers_of([kept])
    moved: dict[str, Any] = merge.moved
    for relation in RELATIONS.values():
        relation.give_back(moved, kept, gone)
    _empty(moved["filled"], kept)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    _record(merge, dossiers=dossiers, verb=Verb.MERGE_UNDONE, by=by)


def may_undo(merge: PersonMerge, *, by: User) -> bool:
    """Tell whether `by` could merge the two again: they find a dossier on either side."""
    moved: dict[str, Any] = merge.moved
    dropped = [row["dossier_id"] for row in moved["dropped"]]
    back = Q(pk__in=moved["memberships"]) | Q(dossier_id__in=dropped)
    own = Membership.objects.visible_to(by).filter(person=merge.kept)
    return by.has_perm(Permission.Person.MERGE, merge.kept) and own.filter(back).exists()


def _refuse_knowing_longer(kept: Person, gone: Person, *, by: User) -> None:
    """Refuse if `by` knows the details of one of the two for less long than the other's."""
    first, second = (details_known_until(one, by=by) for one in (kept, gone))
    if gains(first, second) or gains(second, first):
        raise own_gain()


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Lock both records, always in the same order; return them as they are now."""
    rows = Person.objects.select_for_update().filter(pk__in={kept.pk, gone.pk}).order_by("pk")
    by_pk = {row.pk: row for row in rows}
    return by_pk[kept.pk], by_pk[gone.pk]


def _dossiers_of(people: Iterable[Person]) -> list[int]:
    rows = Membership.objects.filter(person__in=list(people))
    return sorted(set(rows.values_list("dossier_id", flat=True)))


def _record(
    merge: PersonMerge, *, dossiers: list[int], verb: Verb, by: User, reason: str = ""
) -> None:
    """Renew the cards of everybody in these dossiers; write a line in the journal of each."""
    reindex_memberships(Membership.objects.filter(dossier_id__in=dossiers))
    for dossier_id in dossiers:
        journal.record(
            by=by,
            action=JournalAction.CHANGE,
            thing=merge.kept,
            folder_id=dossier_id,
            verb=verb,
            reason=reason,
            merged=merge.gone_id,
        )


def _fill(kept: Person, gone: Person) -> dict[str, list[Any]]:
    """Take over what only `gone` says; return each column as [before, after]."""
    filled: dict[str, list[Any]] = {}
    for columns in FIELDS:
        if (
            getattr(kept, columns[0]) in _SAYS_NOTHING
            and getattr(gone, columns[0]) not in _SAYS_NOTHING
        ):
            for column in columns:
                before, after = getattr(kept, column), getattr(gone, column)
                filled[column] = [_plain(before), _plain(after)]
                setattr(kept, column, after)
    if gone.deceased and not kept.deceased:
        filled["deceased"] = [False, True]
        kept.deceased = True
    kept.save(update_fields=list(filled))
    return filled


def _empty(filled: dict[str, list[Any]], kept: Person) -> None:
    """Take back what was taken over, unless somebody has changed it since."""
    for column, (before, after) in filled.items():
        if _plain(getattr(kept, column)) == after:
            setattr(kept, column, before)
    kept.save(update_fields=list(filled))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
