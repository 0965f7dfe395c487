"""Why somebody did something: one line, long enough to be checked, no longer than its column."""

from django.utils.functional import Promise
from django.utils.translation import ngettext

from .errors import RefusedError
from .plain_text import plain

# Characters of a reason about a paper or a person.
REASON_MAX = 200
# Characters of a reason about who is let in, and of what a line of the journal holds.
LONG_REASON_MAX = 300


def clean_reason(
    typed: str, *, least: int = 1, most: int = REASON_MAX, missing: str | Promise = ""
) -> str:
    """Return the reason as it is kept, cut at `most` characters.

    Raises RefusedError for one of fewer characters than `least`, with the sentence `missing`
    or with one that tells how many there have to be.
    """
    reason = plain(typed)[:most]
    if len(reason) >= least:
        return reason
    too_short = ngettext(
        "Write the reason in at least %(count)d character.",
        "Write the reason in at least %(count)d characters.",
        least,
    )
    raise RefusedError(missing or too_short % {"count": least})
