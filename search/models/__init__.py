"""Tables of the card index: what waits for the text engine, and the names of people."""

from search.models.names import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameRole,
    NameUnit,
    NameUnitsVersion,
)
from search.models.outbox import Outbox

__all__ = [
    "NameIdentifier",
    "NamePosting",
    "NameReach",
    "NameRole",
    "NameUnit",
    "NameUnitsVersion",
    "NamedEntry",
    "Outbox",
]
