"""Why the intake gave up on a paper, in words: what is wrong and what to do.

`Document.failure` holds the code. A person may have the paper read again.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.intake.untrusted_files.check import REFUSALS

UNREADABLE = "unreadable"
TOO_HEAVY = "too_heavy"
NOT_STORED = "not_stored"
NOT_READ = "not_read"
INTERRUPTED = "interrupted"

FAILURES: dict[str, str | Promise] = {
    **REFUSALS,
    NOT_STORED: _(
        "The stored original cannot be opened. Tell the technical administrator, and keep the"
        " document."
    ),
    NOT_READ: _(
        "None of its pages could be read. Try again; if it fails again, rescan the document."
    ),
    INTERRUPTED: _(
        "Reading was interrupted several times. Try again; if it fails, tell the technical"
        " administrator."
    ),
}
