"""Find people by name: distinct units, postings, likeness and rank, in the database."""

from search.names.find import find_names, suggest_names
from search.names.store import put_names, put_names_bulk, remove_names

__all__ = ["find_names", "put_names", "put_names_bulk", "remove_names", "suggest_names"]
