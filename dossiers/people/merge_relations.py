"""What a merge does with each thing that belongs to a person, and how it is given back.

One line a relation, complete by test: a table that begins to point at people has to say here
what becomes of its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dossiers.models import Document, Dossier, Membership, Person, PersonName
from dossiers.vocabulary import NameKind
from search import api

# What was moved, as the row of the merge keeps it in JSON.
Moved = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relation:
    """`move` gives what `gone` has to `kept` and tells what it did; `give_back` undoes that."""

    move: Callable[[Person, Person], Moved]
    give_back: Callable[[Moved, Person, Person], None]


def _move_names(kept: Person, gone: Person) -> Moved:
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
    return {"names": moved}


def _names_back(moved: Moved, kept: Person, gone: Person) -> None:
    for name in moved["names"]:
        PersonName.objects.filter(pk=name["pk"], person=kept).update(person=gone, kind=name["kind"])


def _move_memberships(kept: Person, gone: Person) -> Moved:
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


def _memberships_back(moved: Moved, kept: Person, gone: Person) -> None:
    Membership.objects.filter(pk__in=moved["memberships"], person=kept).update(person=gone)
    Membership.objects.filter(pk__in=moved["made_primary"]).update(is_primary=False)
    dossiers = Dossier.objects.filter(pk__in=[row["dossier_id"] for row in moved["dropped"]])
    there = set(dossiers.values_list("pk", flat=True))
    for row in moved["dropped"]:
        if row["dossier_id"] in there:
            # A version above the one that was removed: the index takes no older card.
            Membership.objects.create(**row | {"version": row["version"] + 1}, person=gone)


def _move_papers(kept: Person, gone: Person) -> Moved:
    """Make the papers of `gone` papers of `kept`."""
    papers = set(gone.documents.values_list("pk", flat=True))
    own = set(kept.documents.values_list("pk", flat=True))
    kept.documents.add(*(papers - own))
    gone.documents.clear()
    return {"papers": sorted(papers), "papers_new": sorted(papers - own)}


def _papers_back(moved: Moved, kept: Person, gone: Person) -> None:
    there = set(Document.objects.filter(pk__in=moved["papers"]).values_list("pk", flat=True))
    gone.documents.add(*there)
    kept.documents.remove(*there.intersection(moved["papers_new"]))
    stranded = kept.documents.filter(dossier__isnull=False).exclude(
        dossier__in=kept.memberships.values("dossier_id")
    )
    ids = list(stranded.values_list("pk", flat=True))
    gone.documents.add(*ids)
    kept.documents.remove(*ids)


def _leave(_kept: Person, _gone: Person) -> Moved:
    """Move nothing."""
    return {}


def _nothing_back(_moved: Moved, _kept: Person, _gone: Person) -> None:
    """Give nothing back: nothing was moved."""


# An earlier merge stays between the two records that it joined, and is undone there.
STAYS = Relation(_leave, _nothing_back)

RELATIONS = {
    "PersonName.person": Relation(_move_names, _names_back),
    "Membership.person": Relation(_move_memberships, _memberships_back),
    "Document.people": Relation(_move_papers, _papers_back),
    "PersonMerge.kept": STAYS,
    "PersonMerge.gone": STAYS,
}
