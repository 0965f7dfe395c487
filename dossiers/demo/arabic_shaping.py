"""Arabic letters in the forms and the order in which a pen puts them on paper.

For drawing only: Pillow shapes Arabic by itself only where the system brings
FriBidi, and a demo must look the same on every machine. Nothing here ever
touches text that is stored or searched.
"""

import re
import unicodedata
from functools import cache

LAM = "\u0644"
MIRRORED = str.maketrans("()[]«»<>", ")(][»«><")
# Numbers, dates and Latin words keep their own direction inside an Arabic line.
LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z\u00c0-\u017f]+(?:[ .,:/'’°-]+[0-9A-Za-z\u00c0-\u017f]+)*")


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return the presentation forms: {"ب": {"initial": "ﺑ", …}, "لا": {…}}."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFE80, 0xFEFD):
        kind, *letters = unicodedata.decomposition(chr(code)).split()
        text = "".join(chr(int(letter, 16)) for letter in letters)
        forms.setdefault(text, {})[kind.strip("<>")] = chr(code)
    return forms


def shape(text: str) -> str:
    """Replace letters by their joined forms, in reading order.

    >>> [f"{ord(letter):x}" for letter in shape("\u0628\u0627\u0628")]  # باب
    ['fe91', 'fe8e', 'fe8f']
    """
    forms = _forms()
    units = _units(text)
    drawn = []
    for position, unit in enumerate(units):
        before = units[position - 1] if position else ""
        after = units[position + 1] if position + 1 < len(units) else ""
        own = forms.get(unit)
        if own is None:
            drawn.append(unit)
            continue
        joins_before = "initial" in forms.get(before, {}) and "final" in own
        joins_after = "initial" in own and "final" in forms.get(after, {})
        name = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (joins_before, joins_after), "isolated"
        )
        drawn.append(own[name])
    return "".join(drawn)


def _units(text: str) -> list[str]:
    """Split into letters, with lam-alef as one; marks are not drawn."""
    units: list[str] = []
    for letter in text:
        if unicodedata.combining(letter):
            continue
        if units and units[-1] == LAM and LAM + letter in _forms():
            units[-1] = LAM + letter
        else:
            units.append(letter)
    return units


def to_drawing_runs(text: str) -> list[tuple[str, bool]]:
    """Return one Arabic line as it is drawn, from the left edge to the right.

    Each run is a text and whether it is Arabic; numbers, dates and Latin words
    keep their own order.
    """
    runs: list[tuple[str, bool]] = []
    end = 0
    for match in LEFT_TO_RIGHT.finditer(text):
        runs += [(_turned(text[end : match.start()]), True), (match.group(), False)]
        end = match.end()
    runs.append((_turned(text[end:]), True))
    return [run for run in reversed(runs) if run[0]]


def _turned(text: str) -> str:
    return shape(text)[::-1].translate(MIRRORED)
