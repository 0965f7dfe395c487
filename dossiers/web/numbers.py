"""The one reader of whole numbers that come from outside: addresses, headers, form fields.

Whatever was sent, it answers a number within bounds or what the caller names instead; a
number of five thousand digits costs no more than a short one and breaks nothing.
"""

from typing import TypeVar

# What every database holds in a column of whole numbers, and every offset may be.
MOST = 2**31 - 1
# More bytes than any body has, and any disk.
MOST_BYTES = 10**15

Otherwise = TypeVar("Otherwise")


def whole_number(
    text: str | None, *, otherwise: Otherwise, least: int = 0, most: int = MOST
) -> int | Otherwise:
    """Return the number that is written in Western digits, or `otherwise`.

    >>> whole_number("12", otherwise=1), whole_number("-3", otherwise=1)
    (12, 1)
    >>> whole_number("5" * 5000, otherwise=None) is None
    True
    """
    if not text or len(text) > len(str(most)) or not (text.isascii() and text.isdigit()):
        return otherwise
    number = int(text)
    return number if least <= number <= most else otherwise
