"""The expectation for the pages about staff; by hand, as `table`.

The staff of the town: `educator` holds a role on a dossier alone, `scanning_desk` on the centre,
`helper` (made here) on social work, whose head is `supervisor`; `gone` has left.
"""

from .table import Row, roles

FORM = ("GET", "POST")

ALL_STAFF = roles("director superuser")
SEES_STAFF = roles("supervisor director superuser")

SEES = {
    "helper": SEES_STAFF,
    "educator": ALL_STAFF,
    "scanning_desk": ALL_STAFF,
    "director": ALL_STAFF,
    "gone": ALL_STAFF,
}
# Nobody acts on themselves.
CHANGES = {**SEES, "director": roles("superuser")}
REOPENS = dict.fromkeys(SEES, ALL_STAFF) | {"director": roles("superuser")}
# A technical administrator gives no roles, so they hand nothing over.
HANDS_OVER = {state: who - roles("superuser") for state, who in CHANGES.items()}

ADDRESSES: dict[str, Row] = {
    "team": Row("", {"": SEES_STAFF}),
    "team_invite": Row("", {"": SEES_STAFF}, FORM),
    "units": Row("", {"": roles("director")}, FORM),
    "team_person": Row("account", SEES),
    "team_change": Row("account", CHANGES, FORM),
    "team_close": Row("account", CHANGES, FORM),
    "team_hand_over": Row("account", HANDS_OVER, FORM),
    "team_reopen": Row("account", REOPENS, ("POST",)),
    "team_link": Row("account", CHANGES, ("POST",)),
    "team_withdraw": Row("account", CHANGES, ("POST",)),
    "team_unlock": Row("account", CHANGES, ("POST",)),
}
