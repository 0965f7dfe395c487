"""Read a reference of a dossier as people write it: 2026/0012, 2026-12, 2026 0012, ٢٠٢٦/١٢, 0012.

It is printed with a stroke and four digits, and its files are named with a hyphen; in a hurry
the noughts, the stroke or the year are left out.
"""

import re
from datetime import date

from search.analysis.folding import fold

# The first year of which a reference without its year may be.
FIRST_YEAR = 2000
_DASH = re.compile(r"(?<=\d)[‐‑‒–—−_](?=\d)")
_WHOLE = re.compile(r"((?:19|20)\d\d) ?[/ -] ?(\d{1,6})(?: ?[/-] ?(\d{1,3}))?")
_WITHOUT_YEAR = re.compile(r"(0\d{3})(?:-(\d{1,3}))?")
# In the midst of names only what cannot be a year and a number.
_SPREAD = re.compile(r"(?<!\S)((?:19|20)\d\d) (0\d{3})(?!\S)")


def normal_reference(typed: str) -> str:
    """Return the reference that is meant; "" where the text is none, or lacks its year.

    >>> [normal_reference(one) for one in ("2026-3", "٢٠٢٦/٠٠٠٣", "2026 0003 - 1", "2026-03-12")]
    ['2026/0003', '2026/0003', '2026/0003-1', '']
    """
    plain = _plain(typed)
    match = _WHOLE.fullmatch(plain)
    if match is None or _is_day(plain):
        return ""
    year, number, part = match.groups()
    return _written(year, number, part)


def references_meant(typed: str) -> list[str]:
    """Return every reference that is meant: one, or that number of each year, the newest first."""
    if whole := normal_reference(typed):
        return [whole]
    match = _WITHOUT_YEAR.fullmatch(_plain(typed))
    if match is None:
        return []
    years = range(date.today().year + 1, FIRST_YEAR - 1, -1)  # noqa: DTZ011 (a year is enough)
    return [_written(str(year), *match.groups()) for year in years]


def join_references(typed: str) -> str:
    """Write "2026 0012" between names as one word, and any dash between digits as a hyphen.

    >>> join_references("Rkia 2026 0012"), join_references("2026–0012")
    ('Rkia 2026/0012', '2026-0012')
    """
    return _SPREAD.sub(r"\1/\2", _DASH.sub("-", typed))


def _plain(typed: str) -> str:
    return " ".join(fold(_DASH.sub("-", typed)).split())


def _is_day(plain: str) -> bool:
    """Tell whether it is a day as computers write it: 2026-03-12."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", plain) is not None


def _written(year: str, number: str, part: str | None) -> str:
    return f"{year}/{int(number):04d}" + (f"-{int(part)}" if part else "")
