"""Find people by name: distinct units, postings, likeness and rank, in the database."""

from search.names.find import find_names, suggest_names
from search.names.store import (
    are_of_present_make,
    mark_present_make,
    put_names,
    put_names_bulk,
    remove_names,
    renew_statistics,
)

__all__ = [
    "are_of_present_make",
    "find_names",
    "mark_present_make",
    "put_names",
    "put_names_bulk",
    "remove_names",
    "renew_statistics",
    "suggest_names",
]
