"""Which emergency openings somebody may review."""

from typing import Any

from dossiers.access.permissions import Right
from dossiers.access.visibility import folders_q
from dossiers.models import Grant, User
from dossiers.vocabulary import GrantCause

REVIEWERS = (Right.REVIEW, Right.READ_JOURNAL)


def reviewable(user: User) -> Any:
    """Return every break-glass that this person reviews."""
    grants = Grant.objects.filter(cause=GrantCause.BREAK_GLASS, folder__as_dossier__isnull=False)
    mine = folders_q(user, Right.REVIEW, path="folder_id")
    mine |= folders_q(user, Right.READ_JOURNAL, path="folder_id")
    return grants.filter(mine).select_related("folder__as_dossier", "user", "review__reviewed_by")
