"""Refuse a change by which its author would come to see more, or hold a right for longer.

Rights never grow by themselves: somebody else, who holds a right already, gives it. An
action whose change reaches its author wraps it here; a refusal undoes the whole action.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from dossiers.access import visibility
from dossiers.access.duration import Durations, gains, reads_until, rights_until
from dossiers.access.permissions import Right
from dossiers.errors import RefusedError
from dossiers.models import Folder, User

# Referrals lie in units: on a dossier the right to sort them opens nothing.
OPENS_NOTHING_IN_A_DOSSIER = frozenset({Right.TRIAGE})


@contextmanager
def refuse_own_gain(*, by: User | None, folders: Iterable[Folder]) -> Iterator[None]:
    """Refuse if the block gives `by` a right on one of the folders, or prolongs one.

    Use it inside the transaction of the change: what is raised here has to undo it.
    """
    ids = [folder.pk for folder in folders]
    before = {pk: _held(by, pk) for pk in ids}
    yield
    if any(gains(before[pk], _held(by, pk)) for pk in ids):
        visibility.clear_request_cache()
        raise own_gain()


def refuse_own_reading_gain(
    *, by: User, before: tuple[int | None, str], after: tuple[int, str]
) -> None:
    """Refuse if a paper put from one place (dossier, class) into another is read longer by `by`."""
    dossier_id, paper_class = before
    held = rights_until(by, dossier_id) if dossier_id is not None else {}
    new = reads_until(rights_until(by, after[0]), after[1])
    if gains(reads_until(held, paper_class), new):
        raise own_gain()


def is_own(holder: User | Group, *, by: User | None) -> bool:
    """Tell whether what this holder is given reaches `by`: it is they, or a group of theirs."""
    if by is None:
        return False
    if isinstance(holder, Group):
        return bool(holder.user_set.filter(pk=by.pk).exists())
    return holder.pk == by.pk


def own_gain() -> RefusedError:
    """Return the refusal of a change that would give its author more."""
    return RefusedError(
        _(
            "By this you would give yourself more than you hold, or for longer."
            " Ask somebody who holds it to do it."
        )
    )


def _held(by: User | None, folder_id: int) -> Durations:
    if by is None:
        return {}
    held = rights_until(by, folder_id)
    is_unit = Folder.objects.filter(pk=folder_id, as_unit__isnull=False).exists()
    ignored = frozenset() if is_unit else OPENS_NOTHING_IN_A_DOSSIER
    return {right: until for right, until in held.items() if right not in ignored}
