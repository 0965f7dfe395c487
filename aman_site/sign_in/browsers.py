"""Name a browser and its system from the header it sends, for the eyes of its owner alone."""

import re

from django.utils.translation import gettext as _

# The first that fits names it: what pretends to be another stands before it.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "HeadlessChrome": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_of(header: str) -> str:
    """Return the words for a User-Agent header.

    >>> browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    'Firefox · Linux'
    """
    names = [_first(BROWSERS, header), _first(SYSTEMS, header)]
    return " · ".join(name for name in names if name) or _("Unknown device")


def _first(names: dict[str, str], header: str) -> str:
    return next((name for mark, name in names.items() if re.search(rf"\b{mark}\b", header)), "")
