"""Mark views whose deeds ask for a fresh sign-in: a password, and a second factor where enrolled.

The mark is read by the gate (aman_site.sign_in.gate) before the view is called, so that no
view can run without: it asks for password and code on a page that carries the form along.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "asks_fresh_sign_in"


def fresh_sign_in_required(view: View) -> View:
    """Let nobody POST to this view whose last proof is older than ten minutes."""
    setattr(view, MARK, True)
    return view


def asks_fresh_sign_in(view: Any) -> bool:
    """Tell whether a view is marked."""
    return bool(getattr(view, MARK, False))
