"""What was done, by whom: lines that only grow, chained so that no one can change them unseen."""

from .writer import record, record_shown, record_typing, verify_chain

__all__ = ["record", "record_shown", "record_typing", "verify_chain"]
