"""What people type, without what the eye does not see."""

import unicodedata


def plain(text: str) -> str:
    """Return the text with single spaces, Western digits and no invisible marks.

    >>> plain("\\u200fرقم  ١٢٣ ")
    'رقم 123'
    """
    letters = (
        str(unicodedata.decimal(letter, letter))
        for letter in text
        if unicodedata.category(letter) not in ("Cf", "Cc") or letter.isspace()
    )
    return " ".join("".join(letters).split())
