"""The expectation for papers filed wrongly; by hand, as `table`."""

from .table import FILES_SOMEWHERE, NOBODY, Row, roles
from .table_viewer import CORRECTS

# Who changes the dossier and reads the class; the desk only what it filed itself.
TAKES_BACK = {
    "civil": CORRECTS["own civil"],
    "medical": CORRECTS["own medical"],
    "of the desk, lately": CORRECTS["own medical"] | roles("scanning_desk"),
    "of the desk, long ago": CORRECTS["own medical"],
    "in a hidden dossier": roles("other_social_worker"),
    "in the tray": NOBODY,
    "taken back, by the desk lately": NOBODY,
}
# In the tray it is moved on by who reads its class where it was, and unseen by who filed it.
REFILES = TAKES_BACK | {"taken back, by the desk lately": roles("scanning_desk director")}

ADDRESSES: dict[str, Row] = {
    "filed_lately": Row("", {"": FILES_SOMEWHERE}),
    "back_to_tray": Row("filed paper", TAKES_BACK, ("POST",)),
    "refile": Row("filed paper", REFILES, ("POST",)),
}
