"""How a page is to be read when the usual way was not good enough: a person chooses.

Plain words that travel between the site and the reading child: no Django, no engine.
"""

from enum import StrEnum


class ReadAs(StrEnum):
    """What a person says of a page before it is read again. `BOTH` is the usual way."""

    BOTH = "both"
    ARABIC = "arabic"
    FRENCH = "french"
    PHOTOGRAPH = "photograph"
