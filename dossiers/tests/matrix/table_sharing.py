"""The expectation for sharing, access reports and notices; by hand, as `table`."""

from .table import EVERYBODY, NOBODY, Row, roles

FORM = ("GET", "POST")

SHARES_DOSSIER = {
    "own": roles("social_worker supervisor director"),
    "others": roles("other_social_worker supervisor director"),
    "closed": roles("social_worker supervisor director"),
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
}
SHARES_UNIT = {"social_work": roles("supervisor director"), "centre": roles("director")}

# The auditor reads reports and journal wherever the centre reaches, papers nowhere;
# what is protected is out of the centre's reach, and so of the auditor's.
AUDITS_DOSSIER = {
    "own": roles("auditor"),
    "others": roles("auditor"),
    "closed": roles("auditor"),
    "hidden": NOBODY,
    "destroyed": roles("auditor"),
}
AUDITS_UNIT = {"social_work": roles("auditor"), "centre": roles("auditor")}
REPORTS_ON_DOSSIER = {
    state: sharers | (AUDITS_DOSSIER[state] if state != "destroyed" else NOBODY)
    for state, sharers in SHARES_DOSSIER.items()
}
REPORTS_ON_UNIT = {state: sharers | AUDITS_UNIT[state] for state, sharers in SHARES_UNIT.items()}
REPORTS_SOMEWHERE = roles("social_worker other_social_worker supervisor director auditor")

_OWN_PAPERS = ("own general", "own civil", "own school", "own medical", "own protection")
REPORTS_ON_PAPER = {
    **dict.fromkeys(_OWN_PAPERS, SHARES_DOSSIER["own"] | roles("auditor")),
    "own trashed": NOBODY,
    "others": SHARES_DOSSIER["others"] | roles("auditor"),
    "closed": SHARES_DOSSIER["closed"] | roles("auditor"),
    "hidden": SHARES_DOSSIER["hidden"],
    "destroyed": NOBODY,
    "tray": NOBODY,
}

# Whoever changes the dossier and reads the paper's present class; a closed one stays as it is.
RECLASSES = {
    "own general": roles("registration_worker social_worker supervisor director"),
    "own civil": roles("registration_worker social_worker supervisor director"),
    "own school": roles("social_worker supervisor director"),
    "own medical": roles("social_worker supervisor director"),
    "own protection": roles("social_worker supervisor director"),
    "own trashed": NOBODY,
    "others": roles("registration_worker other_social_worker supervisor director"),
    "closed": NOBODY,
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
    "tray": NOBODY,
}

ADDRESSES: dict[str, Row] = {
    "dossier_sharing": Row("dossier", SHARES_DOSSIER),
    "unit_sharing": Row("unit", SHARES_UNIT),
    "dossier_share": Row("dossier", SHARES_DOSSIER, FORM),
    "unit_share": Row("unit", SHARES_UNIT, FORM),
    "boundary": Row("dossier", SHARES_DOSSIER, ("POST",)),
    "responsible": Row("dossier", SHARES_DOSSIER, ("POST",)),
    "dossier_share_change": Row("grant on dossier", {"own": SHARES_DOSSIER["own"]}, FORM),
    "unit_share_change": Row("grant on unit", {"centre": SHARES_UNIT["centre"]}, FORM),
    "dossier_share_end": Row("grant on dossier", {"own": SHARES_DOSSIER["own"]}, ("POST",)),
    "unit_share_end": Row("grant on unit", {"centre": SHARES_UNIT["centre"]}, ("POST",)),
    "dossier_access": Row("dossier", REPORTS_ON_DOSSIER),
    "unit_access": Row("unit", REPORTS_ON_UNIT),
    "dossier_access_export": Row("dossier", REPORTS_ON_DOSSIER),
    "unit_access_export": Row("unit", REPORTS_ON_UNIT),
    "document_access": Row("document", REPORTS_ON_PAPER),
    "document_access_export": Row("document", REPORTS_ON_PAPER),
    "paper_class": Row("document", RECLASSES, FORM),
    "notices": Row("", EVERYBODY),
    "notices_seen": Row("", EVERYBODY, ("POST",)),
    "staff": Row("", {"": REPORTS_SOMEWHERE}),
    "person_access": Row("staff", {"educator": REPORTS_SOMEWHERE}),
    "person_access_export": Row("staff", {"educator": REPORTS_SOMEWHERE}),
}
