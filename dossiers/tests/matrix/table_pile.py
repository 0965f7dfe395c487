"""The expectation for the pile; by hand, as `table`."""

from .table import FILES_SOMEWHERE, NOBODY, TRAY_ONLY, WORKS_AT_TRAY, Row, roles

ASIDE = {"own tray": WORKS_AT_TRAY}
FILES_IN_DOSSIER = {
    "own": roles("scanning_desk registration_worker social_worker supervisor director"),
    "others": roles("scanning_desk registration_worker other_social_worker supervisor director"),
    "closed": NOBODY,
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
}

ADDRESSES: dict[str, Row] = {
    # Nothing is ticked: back to the tray.
    "pile_choose": Row("", {"": FILES_SOMEWHERE}, answer=302),
    "pile": Row("document", TRAY_ONLY, ("GET", "POST")),
    # Whoever files into the dossier prints its sheet; a closed one takes no papers.
    "cover_sheet": Row("dossier", FILES_IN_DOSSIER, ("GET", "POST")),
    "separator_sheet": Row("", {"": FILES_SOMEWHERE}),
    "labels": Row("", {"": FILES_SOMEWHERE}, ("GET", "POST")),
    "page_picture": Row(
        "page in tray",
        {"tray": WORKS_AT_TRAY},
        ("GET", "POST"),
    ),
    "aside": Row("", {"": FILES_SOMEWHERE}),
    "aside_back": Row("page set aside", ASIDE, ("POST",)),
    "aside_image": Row("page set aside", ASIDE),
    "aside_thumbnail": Row("page set aside", ASIDE),
}
