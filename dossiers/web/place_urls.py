"""One page about a dossier and about a unit."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from dossiers.models import Dossier, Unit


def on_both(tail: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Return the address of the page about a dossier and of the one about a unit."""
    return [
        path(f"d/<uid>/{tail}", view, {"model": Dossier}, name=f"dossier_{name}"),
        path(f"u/<uid>/{tail}", view, {"model": Unit}, name=f"unit_{name}"),
    ]
