"""Proves that what is stored for speed tells the same as what people wrote.

Derived rights against grants, the closure table against the tree, and (in full) the lists of every
person against a walk of its own, in memory. Repairs nothing; yields a sentence a break.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dossiers.access.permissions import Right, right_for_class
from dossiers.access.roles import rights_of
from dossiers.models import (
    Document,
    Dossier,
    FolderClosure,
    FolderGroupPermission,
    FolderUserPermission,
    Grant,
    Unit,
    User,
)
from dossiers.vocabulary import GONE_DOSSIER_STATES, SHELF_STATES, TRAY_STATES

from .folder_closure import ancestors_of

Holding = tuple[str, int, int, str]
LISTED_RIGHTS = (Right.FIND, Right.VIEW, Right.FILE, Right.SHARE)


def check_derived_rights() -> Iterator[str]:
    """Compare guardian's rows with the grants in force."""
    wanted, stored = _wanted_rights(), dict(_stored_rights())
    for key in sorted(wanted.keys() - stored.keys()):
        yield f"missing: {_said(key)}"
    for key in sorted(stored.keys() - wanted.keys()):
        yield f"without a grant: {_said(key)}"
    for key in sorted(wanted.keys() & stored.keys()):
        if wanted[key] != stored[key]:
            yield f"holds until another moment than its grants: {_said(key)}"


def check_folder_closure() -> Iterator[str]:
    """Compare the closure table with the place of every unit and dossier in the tree."""
    stored: dict[int, dict[int, bool]] = defaultdict(dict)
    for descendant, ancestor, find_only in FolderClosure.objects.values_list(
        "descendant_id", "ancestor_id", "find_only"
    ):
        stored[descendant][ancestor] = find_only
    folders: list[Unit | Dossier] = [
        *Unit.objects.select_related("parent__parent"),
        *Dossier.objects.select_related("parent__unit__parent", "unit__parent").iterator(2000),
    ]
    for folder in folders:
        if stored.get(folder.pk, {}) != dict(ancestors_of(folder)):
            yield f"closure of folder {folder.pk} is not its place in the tree"


def check_somebody_shares() -> Iterator[str]:
    """Name the dossiers that nobody who works here may share."""
    tree = Tree.read()
    for dossier in Dossier.objects.exclude(state__in=GONE_DOSSIER_STATES).iterator(2000):
        if not tree.holders(dossier.pk, Right.SHARE):
            yield f"nobody may share dossier {dossier.reference}"


def check_lists() -> Iterator[str]:
    """Compare the lists of every person, dossiers and papers, with the walk."""
    tree = Tree.read()
    dossiers = list(Dossier.objects.exclude(state__in=GONE_DOSSIER_STATES).values_list("pk"))
    open_to = {right: _by_user(tree, right, (pk for (pk,) in dossiers)) for right in LISTED_RIGHTS}
    papers = _papers_by_user(tree)
    for user in User.objects.order_by("pk"):
        for right in LISTED_RIGHTS:
            listed = set(Dossier.objects.visible_to(user, right).values_list("pk", flat=True))
            if listed != open_to[right][user.pk]:
                yield f"user {user.pk}: dossiers by {right.value} differ from the walk"
        if set(Document.objects.visible_to(user).values_list("pk", flat=True)) != papers[user.pk]:
            yield f"user {user.pk}: papers differ from the walk"


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree and its grants in memory; walks upwards, one step at a time."""

    # Folder → the folder above, and which rights the way up lets pass (None: all).
    above: dict[int, tuple[int | None, frozenset[Right] | None]] = field(default_factory=dict)
    # Folder → the people given a right on this very folder.
    given: dict[int, dict[Right, set[int]]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Tree":
        """Read units, dossiers and grants once."""
        tree = cls()
        for pk, parent in Unit.objects.values_list("pk", "parent_id"):
            tree.above[pk] = (parent, None)
        columns = ("pk", "parent_id", "unit_id", "inherits", "protected")
        for pk, parent, unit, inherits, protected in Dossier.objects.values_list(*columns):
            passing = None if inherits else frozenset({Right.FIND})
            tree.above[pk] = (None, None) if protected else (parent or unit, passing)
        for folder, role, people in _people_of_grants():
            rights = tree.given.setdefault(folder, defaultdict(set))
            for right in rights_of(role):
                rights[right] |= people
        return tree

    def holders(self, folder: int, right: Right) -> set[int]:
        """Return who holds the right on the folder, by itself or from above."""
        user_ids: set[int] = set()
        here: int | None = folder
        while here is not None:
            user_ids |= self.given.get(here, {}).get(right, set())
            above, passing = self.above[here]
            here = above if passing is None or right in passing else None
        return user_ids


def _people_of_grants() -> Iterator[tuple[int, str, set[int]]]:
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    members: dict[int, set[int]] = defaultdict(set)
    for group, user in User.groups.through.objects.values_list("group_id", "user_id"):
        members[group].add(user)
    for grant in Grant.objects.in_force():
        people = members[grant.group_id] if grant.group_id else {grant.user_id or 0}
        yield grant.folder_id, grant.role, people & active


def _by_user(tree: Tree, right: Right, folders: Iterator[int]) -> dict[int, set[int]]:
    rights: dict[int, set[int]] = defaultdict(set)
    for folder in folders:
        for user in tree.holders(folder, right):
            rights[user].add(folder)
    return rights


def _papers_by_user(tree: Tree) -> dict[int, set[int]]:
    documents: dict[int, set[int]] = defaultdict(set)
    shelf = Document.objects.filter(state__in=SHELF_STATES)
    shelf = shelf.exclude(dossier__state__in=GONE_DOSSIER_STATES)
    for pk, dossier, paper_class in shelf.values_list("pk", "dossier_id", "paper_class"):
        for user in tree.holders(dossier, right_for_class(paper_class)):
            documents[user].add(pk)
    tray = Document.objects.filter(state__in=TRAY_STATES)
    columns = ("pk", "unit_id", "taken_from_id", "paper_class")
    for pk, unit, taken_from, paper_class in tray.values_list(*columns):
        people = tree.holders(unit, Right.FILE)
        if taken_from is not None:
            people &= tree.holders(taken_from, right_for_class(paper_class))
        for user in people:
            documents[user].add(pk)
    return documents


def _wanted_rights() -> dict[Holding, datetime | None]:
    wanted: dict[Holding, datetime | None] = {}
    for grant in Grant.objects.in_force():
        kind, holder = ("group", grant.group_id) if grant.group_id else ("user", grant.user_id)
        for right in rights_of(grant.role):
            key = (kind, holder or 0, grant.folder_id, right.value)
            until = wanted.get(key, grant.valid_until)
            # Several causes: the right lasts as long as the longest of them.
            if until is None or grant.valid_until is None:
                wanted[key] = None
            else:
                wanted[key] = max(until, grant.valid_until)
    return wanted


def _stored_rights() -> Iterator[tuple[Holding, datetime | None]]:
    """Yield the rows that hold now; those that ran out wait to be renewed, and say nothing."""
    now = Q(valid_until__isnull=True) | Q(valid_until__gt=timezone.now())
    tables: list[tuple[str, Any]] = [
        ("user", FolderUserPermission.objects),
        ("group", FolderGroupPermission.objects),
    ]
    for kind, rows in tables:
        columns = (f"{kind}_id", "content_object_id", "permission__codename", "valid_until")
        for holder, folder, codename, until in rows.filter(now).values_list(*columns):
            yield (kind, holder, folder, codename), until


def _said(key: Holding) -> str:
    kind, holder, folder, right = key
    return f"{right} of {kind} {holder} on folder {folder}"
