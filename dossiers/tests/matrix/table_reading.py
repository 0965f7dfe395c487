"""The expectation for archive copies and for reading again; by hand, as `table`."""

from .table import TRAY_ONLY, Row
from .table_viewer import TAKES_ORIGINAL

ADDRESSES: dict[str, Row] = {
    # As the original: a right of its own.
    "archive": Row("document", TAKES_ORIGINAL),
    "reread": Row("document", TRAY_ONLY, ("POST",)),
}
