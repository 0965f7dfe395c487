"""The expectation for the pile; by hand, as `table`."""

from .table import FILES_SOMEWHERE, TRAY_ONLY, WORKS_AT_TRAY, Row

ASIDE = {"own tray": WORKS_AT_TRAY}

ADDRESSES: dict[str, Row] = {
    # Nothing is ticked: back to the tray.
    "pile_choose": Row("", {"": FILES_SOMEWHERE}, answer=302),
    "pile": Row("document", TRAY_ONLY, ("GET", "POST")),
    "aside_image": Row("page set aside", ASIDE),
    "aside_thumbnail": Row("page set aside", ASIDE),
}
