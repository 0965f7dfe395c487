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
from dossiers.models import Document, Dossier, Membership, Person, PersonMerge, PersonName, User
from dossiers.reasons import clean_reason
from dossiers.sharing.own_rights import own_gain
from dossiers.vocabulary import JournalAction, NameKind, RegistrationStatus, Sex
from search import api

from .write import details_known_until

# What is taken over where the kept record says nothing; columns of one line go together.
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
    moved = {
        "names": _move_names(kept, gone),
        **_move_memberships(kept, gone),
        **_move_papers(kept, gone),
        "filled": _fill(kept, gone),
    }
    merge = PersonMerge.objects.create(kept=kept, gone=gone, reason=reason, moved=moved, by=by)
    _record(merge, dossiers=_dossiers_of([kept]), verb="people merged", reason=reason, by=by)
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
    _names_back(moved["names"], kept, gone)
    _memberships_back(moved, kept, gone)
    _papers_back(moved, kept, gone)
    _empty(moved["filled"], kept)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    _record(merge, dossiers=dossiers, verb="merge undone", by=by)


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
    merge: PersonMerge, *, dossiers: list[int], verb: str, by: User, reason: str = ""
) -> None:
    """Renew the cards of everybody in these dossiers; write a line in the journal of each."""
    reindex_memberships(Membership.objects.filter(dossier_id__in=dossiers))
    for dossier_id in dossiers:
        journal.record(
            by=by,
            action=JournalAction.CHANGE,
            thing=merge.kept,
            dossier_id=dossier_id,
            verb=verb,
            reason=reason,
            merged=merge.gone_id,
        )


def _move_names(kept: Person, gone: Person) -> list[dict[str, Any]]:
    """Move the names `kept` does not have; its own official names stay the ones shown."""
    own = {(name.text, name.script) for name in kept.names.all()}
    scripts = {script for _text, script in own}
    moved = []
    for name in gone.names.all():
        if (name.text, name.script) not in own:
            moved.append({"pk": name.pk, "kind": name.kind})
            if name.kind == NameKind.OFFICIAL and name.script in scripts:
                name.kind = NameKind.USUAL
            name.person = kept
            name.save(update_fields=["person", "kind"])
    return moved


def _names_back(moved: list[dict[str, Any]], kept: Person, gone: Person) -> None:
    for name in moved:
        PersonName.objects.filter(pk=name["pk"], person=kept).update(person=gone, kind=name["kind"])


def _move_memberships(kept: Person, gone: Person) -> dict[str, Any]:
    """Move memberships; where `kept` stands in that role already, the other one goes."""
    places = {(row.dossier_id, row.role): row for row in kept.memberships.all()}
    moved: list[int] = []
    dropped: list[dict[str, Any]] = []
    made_primary: list[int] = []
    for row in gone.memberships.all():
        same = places.get((row.dossier_id, row.role))
        if same is None:
            moved.append(row.pk)
        else:
            dropped.append(_as_written(row))
            if row.is_primary and not same.is_primary:
                made_primary.append(same.pk)
    Membership.objects.filter(pk__in=moved).update(person=kept)
    Membership.objects.filter(pk__in=made_primary).update(is_primary=True)
    _drop(dropped)
    return {"memberships": moved, "dropped": dropped, "made_primary": made_primary}


def _as_written(row: Membership) -> dict[str, Any]:
    """Return the columns of a membership, as JSON holds them."""
    return {
        "pk": row.pk,
        "uid": row.uid,
        "version": row.version,
        "dossier_id": row.dossier_id,
        "role": row.role,
        "since": row.since and row.since.isoformat(),
        "until": row.until and row.until.isoformat(),
        "is_primary": row.is_primary,
        "is_confirmed": row.is_confirmed,
    }


def _drop(rows: list[dict[str, Any]]) -> None:
    ids = [row["pk"] for row in rows]
    Membership.objects.filter(pk__in=ids).delete()
    api.remove([f"member:{pk}" for pk in ids])


def _memberships_back(moved: dict[str, Any], kept: Person, gone: Person) -> None:
    Membership.objects.filter(pk__in=moved["memberships"], person=kept).update(person=gone)
    Membership.objects.filter(pk__in=moved["made_primary"]).update(is_primary=False)
    there = set(Dossier.objects.values_list("pk", flat=True))
    for row in moved["dropped"]:
        if row["dossier_id"] in there:
            # A version above the one that was removed: the index takes no older card.
            Membership.objects.create(**row | {"version": row["version"] + 1}, person=gone)


def _move_papers(kept: Person, gone: Person) -> dict[str, list[int]]:
    """Make the papers of `gone` papers of `kept`."""
    papers = set(gone.documents.values_list("pk", flat=True))
    own = set(kept.documents.values_list("pk", flat=True))
    kept.documents.add(*(papers - own))
    gone.documents.clear()
    return {"papers": sorted(papers), "papers_new": sorted(papers - own)}


def _papers_back(moved: dict[str, Any], kept: Person, gone: Person) -> None:
    there = set(Document.objects.filter(pk__in=moved["papers"]).values_list("pk", flat=True))
    gone.documents.add(*there)
    kept.documents.remove(*there.intersection(moved["papers_new"]))
    stranded = kept.documents.filter(dossier__isnull=False).exclude(
        dossier__in=kept.memberships.values("dossier_id")
    )
    ids = list(stranded.values_list("pk", flat=True))
    gone.documents.add(*ids)
    kept.documents.remove(*ids)


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
