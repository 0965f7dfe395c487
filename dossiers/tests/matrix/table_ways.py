"""The expectation for the ways in and out of the tray; by hand, as `table`."""

from dataclasses import dataclass, field

from .table import FILES_SOMEWHERE, TRAY_ONLY, WORKS_AT_TRAY, Row, roles
from .table_viewer import CORRECTS

TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class TusRow(Row):
    """An address of the resumable upload: each method has an answer of its own."""

    by_method: dict[str, int] = field(default_factory=dict)

    def expected(self, state: str, method: str) -> set[int]:
        """What the protocol says to an empty request."""
        return {self.by_method[method]}


ADDRESSES: dict[str, Row] = {
    "arrivals": TusRow(
        "", {"": FILES_SOMEWHERE}, ("POST",), headers=TUS, by_method={"POST": 400, "GET": 405}
    ),
    # A file under way is its sender's alone, whoever else works at the tray.
    "arrival": TusRow(
        "arrival",
        {"of the desk": roles("scanning_desk")},
        ("GET", "HEAD", "PATCH", "DELETE", "POST"),
        headers=TUS,
        by_method={"GET": 409, "HEAD": 200, "PATCH": 415, "DELETE": 204, "POST": 405},
    ),
    "trash": Row("", {"": FILES_SOMEWHERE}),
    "rescan": Row("document", TRAY_ONLY, ("POST",)),
    "discard": Row("document", TRAY_ONLY, ("POST",)),
    "discard_filed": Row("document", CORRECTS, ("POST",)),
    # Only what lies in the trash comes out of it.
    "restore": Row(
        "thrown away",
        {"at the tray": WORKS_AT_TRAY, "off the shelf": CORRECTS["own civil"]},
        ("POST",),
    ),
}
