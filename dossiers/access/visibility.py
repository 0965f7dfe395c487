"""From a user to what they may see: the one predicate, as SQL conditions.

Lists, counts, page images, search hits and suggestions all ask here. Imports no
model by name, so that the models' managers may call it. The definition is the
brute-force walk in `dossiers/tests/access/oracle.py`; this is its fast form.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import In, IsNull
from django.utils import timezone

from dossiers.access.users import AnyUser
from dossiers.vocabulary import (
    GONE_DOSSIER_STATES,
    SHELF_STATES,
    TAKE_BACK_WITHIN,
    TRAY_STATES,
    WRITABLE_DOSSIER_STATES,
    DocumentState,
)

from .permissions import RIGHT_OF_CLASS, Right

if TYPE_CHECKING:
    from dossiers.access.users import User


HeldRights = Mapping[Right, frozenset[int]]

# Up to this many reached dossiers are named in the query one by one: the planner
# then starts from them, and a page costs what they hold, however large the archive.
# Above, a correlated question follows the order of the page and stops when it is full:
# who reaches many finds one soon (figures in docs/decisions/0012-one-predicate-in-two-forms.md).
LITERAL_LIMIT = 1_000

NOTHING = Q(pk__in=[])
# In place of a path: the dossier a paper lies in or, in the tray, the one it was taken out of.
LIES_OR_LAY = "dossier_id or taken_from_id"
_ON_SHELF = Q(state__in=SHELF_STATES) & ~Q(dossier__state__in=GONE_DOSSIER_STATES)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What one request has looked up: holdings by user, reach by the folders it starts from."""

    held_rights: dict[int, HeldRights] = field(default_factory=dict)
    reached: dict[tuple[frozenset[int], bool], dict[int, bool] | None] = field(default_factory=dict)


_memory: ContextVar[_Memory | None] = ContextVar("memory", default=None)


@contextmanager
def request_cache() -> Iterator[None]:
    """Look up holdings and reach once inside the block: one block is one request."""
    token = _memory.set(_Memory())
    try:
        yield
    finally:
        _memory.reset(token)


def clear_request_cache() -> None:
    """Drop what was remembered; called by whoever changes a right or the tree."""
    memory = _memory.get()
    if memory is not None:
        memory.held_rights.clear()
        memory.reached.clear()


def held_rights(user: AnyUser) -> HeldRights:
    """Return the folders on which the user holds each right now, by themselves or by a group.

    Inactive and anonymous users hold nothing; being a superuser adds nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return {}
    memory = _memory.get()
    if memory is not None and user.pk in memory.held_rights:
        return memory.held_rights[user.pk]
    rights = _query_held_rights(user)
    if memory is not None:
        memory.held_rights[user.pk] = rights
    return rights


def _query_held_rights(user: "User") -> HeldRights:
    valid = Q(valid_until__isnull=True) | Q(valid_until__gt=timezone.now())
    fields = ("permission__codename", "content_object_id")
    of_user = (
        apps.get_model("dossiers", "FolderUserPermission")
        .objects.filter(valid, user_id=user.pk)
        .values_list(*fields)
    )
    of_groups = (
        apps.get_model("dossiers", "FolderGroupPermission")
        .objects.filter(valid, group__user=user.pk)
        .values_list(*fields)
    )
    rights: dict[str, set[int]] = {}
    for codename, folder_id in of_user.union(of_groups, all=True):
        rights.setdefault(codename, set()).add(folder_id)
    return {Right(codename): frozenset(ids) for codename, ids in rights.items()}


def reach_q(
    right: Right,
    folders: frozenset[int],
    *,
    path: str,
    units_only: bool = False,
    rows_are_few: bool = False,
) -> Q:
    """Return the condition "the folder at `path` is reached from one of `folders`".

    `path` is the field that holds the id of the folder asked about ("pk",
    "dossier_id", ...). Find passes a boundary that stops every other right, so
    rows marked `find_only` count for it alone. `rows_are_few`: the caller names the
    few rows it asks about, so nothing is gained by looking up the reach first.
    """
    if not folders:
        return NOTHING
    few = None if rows_are_few else _few_reached(folders, units_only=units_only)
    if few is not None:
        within = {pk for pk, find_only in few.items() if right is Right.FIND or not find_only}
        return _named_q(within, path=path) if within else NOTHING
    counted = {} if right is Right.FIND else {"find_only": False}
    reach = apps.get_model("dossiers", "FolderClosure").objects.filter(
        _starts_from(folders), descendant_id=_id_at(path), **counted
    )
    # Not EXISTS: PostgreSQL would read all that the folders reach into a table first. Not
    # a comparison with the value: it would expect few rows, and sort the whole archive.
    one = Subquery(reach.values_list(Value(1))[:1], output_field=IntegerField())
    return Q(IsNull(one, False))  # noqa: FBT003 (Django's signature)


def _named_q(ids: set[int], *, path: str) -> Q:
    if path == LIES_OR_LAY:
        return Q(dossier_id__in=ids) | Q(dossier=None, taken_from_id__in=ids)
    return Q(**{f"{path}__in": ids})


def _id_at(path: str) -> Any:
    """Return the id of the folder asked about, in the row of the query outside."""
    if path == LIES_OR_LAY:
        return Coalesce(OuterRef("dossier_id"), OuterRef("taken_from_id"))
    return OuterRef(path)


def _reach_of(folders: frozenset[int], *, units_only: bool) -> Any:
    reach = apps.get_model("dossiers", "FolderClosure").objects
    if units_only:
        units = apps.get_model("dossiers", "Unit").objects.values("pk")
        return reach.filter(_starts_from(folders), descendant_id__in=units)
    return reach.filter(ancestor_id__in=folders)


def _starts_from(folders: frozenset[int]) -> In:
    """Return the condition "starts from one of the folders", for rows read by where they end.

    A folder is reached from two to five others: that many rows are read and compared. The
    sum keeps a planner from trying every one of the user's folders for every row instead
    (400 look-ups a paper for who holds 400 grants).
    """
    start = ExpressionWrapper(F("ancestor_id") + 0, output_field=BigIntegerField())
    return In(start, folders)


def _few_reached(folders: frozenset[int], *, units_only: bool) -> dict[int, bool] | None:
    """Return the folders reached, each with whether by find alone; None when they are many."""
    memory, key = _memory.get(), (folders, units_only)
    if memory is not None and key in memory.reached:
        return memory.reached[key]
    reach = _reach_of(folders, units_only=units_only).values_list("descendant_id", "find_only")
    rows = list(reach[: LITERAL_LIMIT + 1])
    few: dict[int, bool] | None = None
    if len(rows) <= LITERAL_LIMIT:
        few = {}
        for descendant, find_only in rows:
            few[descendant] = find_only and few.get(descendant, True)
    if memory is not None:
        memory.reached[key] = few
    return few


def folders_q(user: AnyUser, right: Right, *, path: str = "pk", rows_are_few: bool = False) -> Q:
    """Return the condition "the user holds this right on the folder at `path`"."""
    folders = held_rights(user).get(right, frozenset())
    return reach_q(right, folders, path=path, rows_are_few=rows_are_few)


def holds_right(
    user: AnyUser, right: Right, *, path: str = "pk", rows_are_few: bool = False
) -> Case:
    """Return `folders_q` as a column of true and false, for `annotate`."""
    condition = folders_q(user, right, path=path, rows_are_few=rows_are_few)
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def touched_q(user: AnyUser, *, path: str = "pk") -> Q:
    """Return the condition "the user holds some right on the folder at `path`".

    To them it is no secret that it is there; to all others it is one.
    """
    held = held_rights(user)
    finding = held.get(Right.FIND, frozenset())
    other = frozenset[int]().union(*(ids for right, ids in held.items() if right != Right.FIND))
    findable = reach_q(Right.FIND, finding, path=path, rows_are_few=True)
    return findable | reach_q(Right.VIEW, other, path=path, rows_are_few=True)


def dossiers_q(user: AnyUser, right: Right = Right.VIEW) -> Q:
    """Return which dossiers the user may open (or find, or file into)."""
    return folders_q(user, right) & ~Q(state__in=GONE_DOSSIER_STATES)


def shelf_q(user: AnyUser, *, rows_are_few: bool = False) -> Q:
    """Return which filed papers the user may read: the class chooses the right."""
    classes = _classes_q(user, rows_are_few=rows_are_few)
    if classes == NOTHING:
        return NOTHING
    return classes & _ON_SHELF


def _classes_q(user: AnyUser, *, path: str = "dossier_id", rows_are_few: bool = False) -> Q:
    """Return the condition "the right that the class asks for is held on the dossier at `path`"."""
    held = held_rights(user)
    classes_of: dict[frozenset[int], list[str]] = {}
    for paper_class, right in RIGHT_OF_CLASS.items():
        if folders := held.get(right):
            classes_of.setdefault(folders, []).append(paper_class)
    condition = NOTHING
    for folders, classes in classes_of.items():
        condition |= Q(paper_class__in=classes) & reach_q(
            Right.VIEW, folders, path=path, rows_are_few=rows_are_few
        )
    return condition


def _may_open_at_tray_q(user: AnyUser) -> Q:
    """Return the condition "never filed, or its class may be read where it was filed last"."""
    return Q(taken_from=None) | _classes_q(user, path="taken_from_id")


def tray_q(user: AnyUser) -> Q:
    """Return which papers that are not yet filed the user sees: those of their units' trays.

    One that was filed before asks for the right of its class as if it lay there still.
    """
    waiting = _waiting_q(user)
    return NOTHING if waiting == NOTHING else waiting & _may_open_at_tray_q(user)


def _waiting_q(user: AnyUser) -> Q:
    """Return which papers lie in the trays of the user's units, whatever may be opened of them."""
    folders = held_rights(user).get(Right.FILE, frozenset())
    at_tray = reach_q(Right.FILE, folders, path="unit_id", units_only=True)
    return NOTHING if at_tray == NOTHING else Q(state__in=TRAY_STATES) & at_tray


def trash_q(user: AnyUser) -> Q:
    """Return which papers of the trash the user sees: those that they may take out of it.

    Thrown away at the trays of their units, or out of dossiers that they change.
    """
    folders = held_rights(user).get(Right.FILE, frozenset())
    at_tray = reach_q(Right.FILE, folders, path="unit_id", units_only=True)
    was_filed = Q(dossier__state__in=WRITABLE_DOSSIER_STATES) & _classes_q(user)
    was_filed &= folders_q(user, Right.CHANGE, path="dossier_id")
    was_in_tray = Q(dossier=None) & at_tray & _may_open_at_tray_q(user)
    return Q(state=DocumentState.TRASHED) & (was_in_tray | was_filed)


def filed_lately_q(user: AnyUser) -> Q:
    """Return which papers the user filed within the last days and may still take back.

    Without a look at their class: whoever scanned a paper and filed it may not read it any
    more, but may say that it lies in the wrong dossier.
    """
    return (
        Q(state=DocumentState.FILED, filed_by=user.pk, corrected_by=None)
        & Q(filed_at__gt=timezone.now() - TAKE_BACK_WITHIN)
        & Q(dossier__state__in=WRITABLE_DOSSIER_STATES)
        & folders_q(user, Right.FILE, path="dossier_id")
    )


def taken_back_lately_q(user: AnyUser) -> Q:
    """Return which papers of the tray the user filed lately and may put into another dossier.

    Without a look at their class either: they are moved on unseen.
    """
    folders = held_rights(user).get(Right.FILE, frozenset())
    return (
        Q(state=DocumentState.READ, filed_by=user.pk, taken_from__isnull=False)
        & Q(filed_at__gt=timezone.now() - TAKE_BACK_WITHIN)
        & reach_q(Right.FILE, folders, path="unit_id", units_only=True)
    )


def documents_q(user: AnyUser) -> Q:
    """Return every paper the user may read now, filed or in the tray: `shelf_q` or `tray_q`.

    The right of the class is asked once for both: a second look into the closure table made the
    page of a wide reader a fifth dearer.
    """
    waiting = _waiting_q(user)
    if waiting == NOTHING:
        return shelf_q(user)
    never_filed = waiting & Q(taken_from=None)
    classes = _classes_q(user, path=LIES_OR_LAY)
    if classes == NOTHING:
        return never_filed
    return (classes & (_ON_SHELF | (waiting & Q(dossier=None)))) | never_filed


def people_tokens(user: AnyUser) -> frozenset[str]:
    """Return the reach tokens ("find:folder") by which the user finds people in the card index."""
    return reach_tokens("find", held_rights(user).get(Right.FIND, ()))


def detail_tokens(user: AnyUser) -> frozenset[str]:
    """Return the reach tokens ("view:folder") by which the user knows more than people's names."""
    return reach_tokens("view", held_rights(user).get(Right.VIEW, ()))


def paper_tokens(user: AnyUser) -> frozenset[str]:
    """Return the reach tokens ("class:folder") by which the user finds filed papers."""
    held = held_rights(user)
    by_class = (reach_tokens(name, held.get(right, ())) for name, right in RIGHT_OF_CLASS.items())
    return frozenset[str]().union(*by_class)


def reach_tokens(name: str, ancestors: Iterable[int]) -> frozenset[str]:
    """Return the tokens of a card: class, "find" or "view", with each folder that reaches it."""
    return frozenset(f"{name}:{ancestor}" for ancestor in ancestors)
