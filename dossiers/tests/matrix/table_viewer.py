"""The expectation for looking closely, printing, copying, exporting, correcting; by hand."""

from .table import NOBODY, READS_AND_TRAY, READS_PAPER, WORKS_AT_TRAY, Row, roles

FORM = ("GET", "POST")

# A copy carries its taker's name: whoever reads the paper may take one. In the tray nobody.
COPIES = READS_PAPER | {"tray": NOBODY}

# The bare original and the export: who answers for the dossier, and reads the class.
ANSWERS_FOR_OWN = roles("social_worker supervisor director")
TAKES_ORIGINAL = {
    **dict.fromkeys(
        ("own general", "own civil", "own school", "own medical", "own protection"),
        ANSWERS_FOR_OWN,
    ),
    "own trashed": NOBODY,
    "others": roles("other_social_worker supervisor director"),
    "closed": ANSWERS_FOR_OWN,
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
    "tray": WORKS_AT_TRAY,
}
EXPORTS = {
    "own": ANSWERS_FOR_OWN,
    "others": roles("other_social_worker supervisor director"),
    "closed": ANSWERS_FOR_OWN,
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
}

# Whoever changes the dossier and reads the class; what is closed stays as it is.
CORRECTS = {
    "own general": roles("registration_worker social_worker supervisor director"),
    "own civil": roles("registration_worker social_worker supervisor director"),
    "own school": ANSWERS_FOR_OWN,
    "own medical": ANSWERS_FOR_OWN,
    "own protection": ANSWERS_FOR_OWN,
    "own trashed": NOBODY,
    "others": roles("registration_worker other_social_worker supervisor director"),
    "closed": NOBODY,
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
    "tray": NOBODY,
}

ADDRESSES: dict[str, Row] = {
    "page_screen": Row("page", READS_AND_TRAY),
    "print": Row("document", COPIES),
    "copy": Row("document", COPIES),
    "original": Row("document", TAKES_ORIGINAL),
    "dossier_export": Row("dossier", EXPORTS, FORM),
    "correct": Row("document", CORRECTS, FORM),
    "verify": Row("document", CORRECTS, ("POST",)),
}
