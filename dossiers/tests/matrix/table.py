"""The expected permissions, written by hand: which role gets which answer at which address.

Not derived from the code's rules. `opens` names, for each state of the thing,
the roles that get an answer; everybody else signed in gets 404, and whoever is
not signed in (or has left) is sent to the sign-in page.
"""

from dataclasses import dataclass, field

# Thing → state → the arguments that address it.
Arguments = dict[str, dict[str, list[str | int]]]

ROLES = (
    "anonymous",
    "web_editor",
    "moderator",
    "scanning_desk",
    "registration_worker",
    "social_worker",  # of the family "own"
    "other_social_worker",  # of the families "others" and "hidden"
    "health_officer",
    "educator",
    "supervisor",  # of the social work unit
    "director",
    "auditor",
    "superuser",
    "left",
)
OUTSIDE = frozenset({"anonymous", "left"})
STAFF = frozenset(ROLES) - OUTSIDE
NOBODY: frozenset[str] = frozenset()


def roles(names: str) -> frozenset[str]:
    """Read role names from a line."""
    found = frozenset(names.split())
    assert found <= STAFF, found - STAFF
    return found


@dataclass(frozen=True)
class Row:
    """One address: what it is about, which methods it knows, who gets an answer.

    `thing` is "" (the address is about nothing in particular), "dossier",
    "document", "page", "referral", ...; `opens` maps states of that thing to
    roles ("" where there is no thing). `answer` is the status those roles get.
    """

    thing: str
    opens: dict[str, frozenset[str]]
    methods: tuple[str, ...] = ("GET",)
    answer: int = 200
    answers: dict[str, int] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def expected(self, state: str, method: str) -> set[int]:
        """Those who are let in: a page; a form posted empty is done or says what is missing."""
        if method == "POST":
            return {200, 302, 422}
        return {self.answers.get(state, self.answer)}


# --- who opens what ----------------------------------------------------------------

FINDS_DOSSIER = {
    "own": roles(
        "scanning_desk registration_worker social_worker health_officer educator supervisor"
        " director"
    ),
    "others": roles("scanning_desk registration_worker other_social_worker supervisor director"),
    "closed": roles("scanning_desk registration_worker social_worker supervisor director"),
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
}

READS_PAPER = {
    "own general": roles(
        "registration_worker social_worker health_officer educator supervisor director"
    ),
    "own civil": roles("registration_worker social_worker supervisor director"),
    "own school": roles("social_worker educator supervisor director"),
    "own medical": roles("social_worker health_officer supervisor director"),
    "own protection": roles("social_worker supervisor director"),
    "own trashed": NOBODY,
    "others": roles("registration_worker other_social_worker supervisor director"),
    "closed": roles("registration_worker social_worker supervisor director"),
    "hidden": roles("other_social_worker"),
    "destroyed": NOBODY,
}

# The paper in the tray of the registration desk: whoever files papers there.
WORKS_AT_TRAY = roles("scanning_desk registration_worker director")
# The same desk's failed paper may be sent to be read again by the same people.
READS_AND_TRAY = READS_PAPER | {"tray": WORKS_AT_TRAY}
TRAY_ONLY = dict.fromkeys(READS_PAPER, NOBODY) | {"tray": WORKS_AT_TRAY}

FILES_SOMEWHERE = roles(
    "scanning_desk registration_worker social_worker other_social_worker supervisor director"
)
TRIAGES = {"new": roles("supervisor director")}

EVERYBODY = {"": STAFF}

ADDRESSES: dict[str, Row] = {
    "home": Row("", EVERYBODY),
    "search": Row("", EVERYBODY, ("GET", "POST"), data={"q": "رقية"}),
    "suggest": Row("", EVERYBODY, ("POST",), data={"q": "رقية"}),
    "dossier": Row("dossier", FINDS_DOSSIER),
    "reference": Row("reference", FINDS_DOSSIER, answer=302),
    "document": Row("document", READS_AND_TRAY, answers={"tray": 302}),
    "page_image": Row("page", READS_AND_TRAY),
    "page_thumbnail": Row("page", READS_AND_TRAY),
    # Whoever files somewhere has a tray; it holds the papers of their own units.
    "tray": Row("", {"": FILES_SOMEWHERE}),
    "tray_status": Row("", {"": FILES_SOMEWHERE}),
    "upload": Row("", {"": FILES_SOMEWHERE}, ("POST",)),
    "file": Row("document", TRAY_ONLY, ("GET", "POST")),
    "candidates": Row("document", TRAY_ONLY, ("POST",), data={"find": "رقية"}),
    "retry": Row("document", TRAY_ONLY, ("POST",)),
    "referrals": Row("", {"": TRIAGES["new"]}),
    "referral": Row("referral", TRIAGES),
}
