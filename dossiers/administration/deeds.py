"""Deeds of the administration that change who reads what: each leaves a journal line.

Heard at the models, so that no view, bulk action or command goes past. `access_changed` is
sent for everybody whose access such a deed changes: what must end with it listens there.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.db.models.signals import ModelSignal, m2m_changed, post_save, pre_delete, pre_save

from dossiers import journal
from dossiers.access.account_keepers import directors
from dossiers.access.signals import access_changed
from dossiers.errors import RefusedError
from dossiers.journal.notices import tell_about_account
from dossiers.journal.things import Subject, Thing
from dossiers.journal.verbs import Verb
from dossiers.lost_factors.telling import open_at_first_role
from dossiers.models import Document, DocumentKind, Grant, Unit, User
from dossiers.models.user import DECISIVE_FIELDS
from dossiers.sharing.boundaries import end_kept_by_group
from dossiers.vocabulary import JournalAction, NoticeKind

from . import rules
from .actor import current_actor

FLAGS = {
    ("is_active", True): Verb.ACCOUNT_ACTIVATED,
    ("is_active", False): Verb.ACCOUNT_DEACTIVATED,
    ("is_superuser", True): Verb.MADE_ADMINISTRATOR,
    ("is_superuser", False): Verb.NO_LONGER_ADMINISTRATOR,
}
STAY: dict[type, Any] = {
    User: rules.PEOPLE_STAY,
    Group: rules.GROUPS_STAY,
    Unit: "Units are never deleted.",
}


def connect() -> None:
    """Listen; called when the app is ready."""
    heard: tuple[tuple[ModelSignal, Callable[..., None], Any], ...] = (
        (pre_save, _remember_account, User),
        (post_save, _note_account, User),
        (pre_save, _remember_kind, DocumentKind),
        (post_save, _note_kind, DocumentKind),
        (pre_save, _remember_unit, Unit),
        (post_save, _note_unit, Unit),
        (m2m_changed, _note_membership, User.groups.through),
        (m2m_changed, _note_permissions, User.user_permissions.through),
        (m2m_changed, _note_permissions, Group.permissions.through),
        *((pre_delete, _refuse_deletion, model) for model in STAY),
    )
    for signal, receiver, sender in heard:
        signal.connect(receiver, sender=sender, dispatch_uid=f"deeds.{receiver.__name__}.{sender}")


# Accounts


def _remember_account(*, instance: User, update_fields: Any, **_: Any) -> None:
    """Look up what stood before, where something that decides about access may change."""
    decisive = instance.pk and (update_fields is None or DECISIVE_FIELDS & set(update_fields))
    instance.stood_before = _account(instance.pk) if decisive else None


def _note_account(*, instance: User, created: bool, **_: Any) -> None:
    if created:
        # Made by the system, an ordinary account is the demo's or a test's.
        if (current_actor() or instance.is_superuser) and not instance.is_told_by_action:
            _record(instance.pk, verb=Verb.ACCOUNT_MADE, is_superuser=instance.is_superuser)
        if instance.is_superuser and current_actor():
            _tell_directors(instance)
        return
    before, instance.stood_before = instance.stood_before, None
    after = _account(instance.pk) if before else None
    if before is None or after is None or before == after:
        return
    changed = {name for name in DECISIVE_FIELDS if before[name] != after[name]}
    if changed == {"password"} and instance.is_hashed_anew:
        return
    for verb, detail in _deeds(instance, changed=changed, before=before, after=after):
        _record(instance.pk, verb=verb, **detail)
    if "is_superuser" in changed and after["is_superuser"]:
        _tell_directors(instance)
    access_changed.send(User, user_ids={instance.pk})


def _deeds(
    account: User, *, changed: set[str], before: dict[str, Any], after: dict[str, Any]
) -> Iterator[tuple[Verb, dict[str, Any]]]:
    """Yield what nobody else writes a line of."""
    is_told = account.is_told_by_action
    for name in sorted(changed & ({"is_superuser"} if is_told else {"is_active", "is_superuser"})):
        yield FLAGS[name, after[name]], {"was": before[name], "now": after[name]}
    # A one-time password is told by staff.receivers.
    is_told |= account.is_hashed_anew or account.password_set_by_another
    if "password" in changed and not is_told:
        yield Verb.PASSWORD_CHANGED, {}
    if "username" in changed:
        yield Verb.USER_NAME_CHANGED, {}


def _account(pk: int) -> dict[str, Any] | None:
    return User.objects.filter(pk=pk).values(*DECISIVE_FIELDS).first()


def _tell_directors(account: User) -> None:
    recipients = [one for one in directors() if one.pk != account.pk]
    tell_about_account(recipients, account=account, kind=NoticeKind.ADMINISTRATOR_MADE)


def _record(
    pk: int,
    *,
    verb: Verb,
    **detail: Any,
) -> None:
    journal.record(
        by=current_actor(),
        action=JournalAction.GRANT,
        thing=Subject(Thing.USER, pk),
        verb=verb,
        **detail,
    )


# Groups and permissions

# Clearing names nobody any more when it is done: those who leave are told before.
MEMBERSHIP_VERBS = {"post_add": Verb.JOINED, "post_remove": Verb.LEFT, "pre_clear": Verb.LEFT}


def _note_membership(*, instance: Any, action: str, reverse: bool, pk_set: Any, **_: Any) -> None:
    """Write one line for each person and group; refuse what would give or take a role."""
    changed = set(pk_set or ())
    if action == "pre_clear":
        others = instance.user_set if reverse else instance.groups
        changed = set(others.values_list("pk", flat=True))
    pairs = [(pk, instance.pk) if reverse else (instance.pk, pk) for pk in sorted(changed)]
    by = current_actor()
    # Who is shut out leaves every group: that gives nobody anything.
    is_closed = isinstance(instance, User) and not instance.is_active
    is_leaving = action in ("pre_remove", "pre_clear")
    if by is not None and (action == "pre_add" or (is_leaving and not is_closed)):
        _require_membership(pairs, by=by)
    if (verb := MEMBERSHIP_VERBS.get(action)) is None or not pairs:
        return
    for user, group in pairs:
        journal.record(
            by=by,
            action=JournalAction.GRANT,
            thing=Subject(Thing.USER, user),
            verb=verb,
            holder=f"group {group}",
        )
        if verb == Verb.JOINED:
            given = Grant.objects.filter(group_id=group).values_list("pk", flat=True)
            open_at_first_role(user=User.objects.get(pk=user), given=given)
        else:
            _end_kept(user=user, group=group, by=by)
    access_changed.send(User, user_ids={user for user, _group in pairs})


def _end_kept(*, user: int, group: int, by: User) -> None:
    """Who leaves a group keeps nothing by it inside a boundary.

    The last to share stays; of who was shut out, what is kept so opens nothing.
    """
    try:
        with transaction.atomic():
            end_kept_by_group(user_id=user, group_id=group, by=by)
    except RefusedError as refusal:
        if User.objects.filter(pk=user, is_active=True).exists():
            raise PermissionDenied(f"group {group}") from refusal


def _require_membership(pairs: Iterable[tuple[int, int]], *, by: User) -> None:
    for user, group in pairs:
        if not rules.may_change_member(Group(pk=group), person_id=user, by=by):
            raise PermissionDenied(f"group {group} holds roles on dossiers")


def _note_permissions(
    *, sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **_: Any
) -> None:
    """Write one line for each account or group whose permissions in the admin change."""
    changed = set(pk_set or ())
    if action == "pre_clear":
        others = getattr(instance, _accessor(sender)) if reverse else _permissions(instance)
        changed = set(others.values_list("pk", flat=True))
    if action not in ("post_add", "post_remove", "pre_clear") or not changed:
        return
    kind = "user" if sender is User.user_permissions.through else "group"
    holders = sorted(changed) if reverse else [instance.pk]
    names = [instance.codename] if reverse else _codenames(changed)
    for pk in holders:
        journal.record(
            by=current_actor(),
            action=JournalAction.GRANT,
            thing=Subject(Thing(kind), pk),
            verb=Verb.PERMISSIONS_GIVEN if action == "post_add" else Verb.PERMISSIONS_TAKEN,
            permissions=names,
        )
    members = User.objects.filter(groups__in=holders).values_list("pk", flat=True)
    access_changed.send(User, user_ids=set(holders if kind == "user" else members))


def _permissions(instance: Any) -> Any:
    return instance.user_permissions if isinstance(instance, User) else instance.permissions


def _accessor(sender: type[Model]) -> str:
    return "user_set" if sender is User.user_permissions.through else "group_set"


def _codenames(pks: set[int]) -> list[str]:
    return list(
        Permission.objects.filter(pk__in=pks)
        .order_by("codename")
        .values_list("codename", flat=True)
    )


# Kinds of paper and the tree of units


def _remember_kind(*, instance: Any, **_: Any) -> None:
    """Look up the class before; refuse to open papers to more people, but to a director."""
    stood = DocumentKind.objects.filter(pk=instance.pk).values_list("paper_class", flat=True)
    before = instance.class_before = stood.first()
    by = current_actor()
    if before is None or by is None:
        return
    if not rules.may_change_kind(before=before, after=instance.paper_class, by=by):
        raise PermissionDenied("only a director lowers the class of a kind")


def _note_kind(*, instance: Any, **_: Any) -> None:
    """Write who changed the class of a kind; papers that are filed keep their own."""
    before, after = instance.class_before, str(instance.paper_class)
    by = current_actor()
    if before == after or (before is None and by is None):
        return
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=instance,
        verb=Verb.CLASS_OF_A_KIND_CHANGED if before else Verb.KIND_ADDED,
        before=before or "",
        after=after,
        papers=Document.objects.filter(kind=instance).count(),
    )


def _remember_unit(*, instance: Any, **_: Any) -> None:
    stood = Unit.objects.filter(pk=instance.pk).values_list("parent_id", flat=True)
    instance.parent_before = list(stood)


def _note_unit(*, instance: Any, **_: Any) -> None:
    if not instance.parent_before or instance.parent_before == [instance.parent_id]:
        return
    journal.record(
        by=current_actor(),
        action=JournalAction.CHANGE,
        thing=instance,
        verb=Verb.UNIT_MOVED,
        was=instance.parent_before[0] or 0,
        now=instance.parent_id or 0,
    )


def _refuse_deletion(*, sender: type, instance: Any, **_: Any) -> None:
    """Keep what the journal and the dossiers name."""
    raise ProtectedError(str(STAY[sender]), {instance})
