"""Mark views whose deeds ask for a fresh sign-in: a password, and a second factor where enrolled.

The mark is read by the gate (aman_site.sign_in.gate) before the view is called, so that no
view can run without: it asks for password and code on a page that carries the form along.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "asks_fresh_sign_in"
TO_ACT, TO_LOOK = "to act", "to look"


def fresh_sign_in_required(view: View) -> View:
    """Let nobody POST to this view whose last proof is older than ten minutes."""
    setattr(view, MARK, TO_ACT)
    return view


def fresh_sign_in_required_to_look(view: View) -> View:
    """Let nobody see this view either: it hands out a file, or shows a secret."""
    setattr(view, MARK, TO_LOOK)
    return view


def asks_fresh_sign_in(view: object, *, to_look: bool) -> bool:
    """Tell whether a view is marked for this."""
    mark = getattr(view, MARK, None)
    return mark == TO_LOOK or (mark == TO_ACT and not to_look)
