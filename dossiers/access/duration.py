"""Until when somebody holds each right at a place, and whether that is longer than before.

Reads grants and the closure table, as `explain` does. Decides nothing.
"""

from collections.abc import Mapping
from datetime import datetime

from dossiers.access.users import AnyUser

from .explain import causes_by_folder
from .permissions import Right, right_for_class

# None = for good.
Until = datetime | None
Durations = Mapping[Right, Until]


def later(one: Until, other: Until) -> Until:
    """Return the later of two moments; for good is later than any."""
    return None if one is None or other is None else max(one, other)


def earlier(one: Until, other: Until) -> Until:
    """Return the earlier of two moments.

    >>> earlier(None, None) is None
    True
    """
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def is_longer(one: Until, than: Until) -> bool:
    """Tell whether a right until the one moment outlasts a right until the other."""
    return than is not None and (one is None or one > than)


def rights_until(user: AnyUser, folder_id: int) -> dict[Right, Until]:
    """Return each right that a user holds on a folder, with the last moment of the longest."""
    until_by_right: dict[Right, Until] = {}
    if not user.is_active:
        return until_by_right
    for cause in causes_by_folder([folder_id], user=user).get(folder_id, []):
        for right in cause.rights:
            until = cause.grant.valid_until
            until_by_right[right] = (
                later(until_by_right[right], until) if right in until_by_right else until
            )
    return until_by_right


def reads_until(held: Durations, paper_class: str) -> dict[Right, Until]:
    """Return until when papers of a class are read (VIEW) and taken out (EXPORT) by these rights.

    The original leaves with the right to export, as long as the paper may be read too.
    """
    class_right = right_for_class(paper_class)
    if class_right not in held:
        return {}
    found = {Right.VIEW: held[class_right]}
    if Right.EXPORT in held:
        found[Right.EXPORT] = earlier(held[class_right], held[Right.EXPORT])
    return found


def gains(before: Durations, after: Durations) -> list[Right]:
    """Return the rights that are new, or hold longer than before."""
    return [
        right
        for right, until in after.items()
        if right not in before or is_longer(until, before[right])
    ]
