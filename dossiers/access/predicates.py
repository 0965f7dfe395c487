"""One sentence, one line: what must hold of a user and a thing. Imports no model."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
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

from .permissions import Right, right_for_class
from .visibility import folders_q, held_rights

Predicate = Callable[[Any, Any], bool]


def holds(user: AnyUser, right: Right, folder_id: int | None) -> bool:
    """Tell whether the user holds the right on the folder, by itself or from above."""
    folders = held_rights(user).get(right)
    if not folders or folder_id is None:
        return False
    reach = apps.get_model("dossiers", "FolderClosure").objects.filter(descendant_id=folder_id)
    if right is not Right.FIND:
        reach = reach.filter(find_only=False)
    return any(ancestor in folders for ancestor in reach.values_list("ancestor_id", flat=True))


def signed_in(user: AnyUser, thing: Any) -> bool:
    """The user is signed in and has not left."""
    return bool(user.is_authenticated and user.is_active)


def holds_on_folder(right: Right) -> Predicate:
    """The right is held on this very unit or dossier."""

    def held_here(user: AnyUser, folder: Any) -> bool:
        return holds(user, right, folder.pk)

    held_here.__doc__ = f"`{right.value}` is held on it, or reaches it from above."
    return held_here


def holds_on_dossier(right: Right) -> Predicate:
    """The right is held on the dossier of this paper."""

    def held_on_dossier(user: AnyUser, document: Any) -> bool:
        return holds(user, right, document.dossier_id)

    held_on_dossier.__doc__ = f"`{right.value}` is held on the dossier of the paper."
    return held_on_dossier


def unit_is_centre(user: AnyUser, unit: Any) -> bool:
    """The unit is the centre itself."""
    return unit.parent_id is None


def dossier_is_there(user: AnyUser, dossier: Any) -> bool:
    """The dossier has not been destroyed."""
    return dossier.state not in GONE_DOSSIER_STATES


def dossier_is_writable(user: AnyUser, dossier: Any) -> bool:
    """The dossier is neither closed nor on its way out."""
    return dossier.state in WRITABLE_DOSSIER_STATES


def opens_dossier_of_person(user: AnyUser, person: Any) -> bool:
    """`view_dossier` is held on a dossier in which the person stands with consent."""
    places = apps.get_model("dossiers", "Membership").objects.opened_to(user)
    return bool(places.filter(person_id=person.pk).exists())


def changes_person_wherever_found(user: AnyUser, person: Any) -> bool:
    """`change_dossier` is held wherever the user finds the person, in one dossier at least."""
    places = apps.get_model("dossiers", "Membership").objects.visible_to(user)
    places = places.filter(person_id=person.pk)
    changed = places.filter(folders_q(user, Right.CHANGE, path="dossier_id"))
    return 0 < places.count() == changed.count()


def document_is_filed(user: AnyUser, document: Any) -> bool:
    """The paper is on the shelf, not in the tray, the trash or gone."""
    return document.state in SHELF_STATES


def document_waits_in_tray(user: AnyUser, document: Any) -> bool:
    """The paper is not yet filed."""
    return document.state in TRAY_STATES


def document_was_thrown_away_at_tray(user: AnyUser, document: Any) -> bool:
    """The paper is in the trash and was never filed."""
    return document.state == DocumentState.TRASHED and document.dossier_id is None


def document_was_thrown_off_shelf(user: AnyUser, document: Any) -> bool:
    """The paper is in the trash and was filed before."""
    return document.state == DocumentState.TRASHED and document.dossier_id is not None


def document_was_filed_by_user_lately(user: AnyUser, document: Any) -> bool:
    """The user filed the paper within the last days, and nobody has worked on it since."""
    return bool(
        document.state == DocumentState.FILED
        and document.filed_by_id == user.pk
        and document.corrected_by_id is None
        and document.filed_at
        and document.filed_at > timezone.now() - TAKE_BACK_WITHIN
    )


def document_was_taken_back_lately(user: AnyUser, document: Any) -> bool:
    """The paper waits in the tray, taken out of the dossier the user filed it in lately."""
    return bool(
        document.state == DocumentState.READ
        and document.taken_from_id is not None
        and document.filed_by_id == user.pk
        and document.filed_at
        and document.filed_at > timezone.now() - TAKE_BACK_WITHIN
    )


def document_was_filed_before(user: AnyUser, document: Any) -> bool:
    """The paper waits in the tray, read, and was taken out of a dossier."""
    return document.state == DocumentState.READ and document.taken_from_id is not None


def document_dossier_is_there(user: AnyUser, document: Any) -> bool:
    """The dossier of the paper has not been destroyed."""
    return document.dossier is not None and dossier_is_there(user, document.dossier)


def document_dossier_is_writable(user: AnyUser, document: Any) -> bool:
    """The dossier of the paper is neither closed nor on its way out."""
    return document.dossier is not None and dossier_is_writable(user, document.dossier)


def reaches_class(user: AnyUser, document: Any) -> bool:
    """The right that the class of the paper asks for is held on its dossier."""
    return holds(user, right_for_class(document.paper_class), document.dossier_id)


def reaches_class_where_filed_last(user: AnyUser, document: Any) -> bool:
    """The paper was never filed, or the right of its class is held where it was filed last."""
    if document.taken_from_id is None:
        return True
    return holds(user, right_for_class(document.paper_class), document.taken_from_id)


def exports_where_filed_last(user: AnyUser, document: Any) -> bool:
    """The paper was never filed, or `export_dossier` is held where it was filed last."""
    return document.taken_from_id is None or holds(user, Right.EXPORT, document.taken_from_id)


def works_at_tray(user: AnyUser, document: Any) -> bool:
    """The user files papers in the unit whose tray holds the paper."""
    return holds(user, Right.FILE, document.unit_id)
