"""The expectation for looking at papers closely, printing, copying and exporting; by hand."""

from .table import READS_AND_TRAY, Row

ADDRESSES: dict[str, Row] = {
    "page_screen": Row("page", READS_AND_TRAY),
}
