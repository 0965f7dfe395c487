"""Cut the web font out of IBM Plex Sans Arabic; run by hand when the source changes.

Needs `fonttools[woff]`. The site never runs it: the result is committed beside its licence.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

FONTS_DIR = Path(__file__).resolve().parents[2] / "static" / "fonts"
WEIGHTS = {"Regular": "aman-sans-400.woff2", "SemiBold": "aman-sans-600.woff2"}
# The licence reserves the name "Plex": a changed font must bear another one.
FAMILY = "Aman Sans"

FRENCH = "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ"
PUNCTUATION = "«»–—‘’“”…·•°×←→№©\u00a0\u202f\u200c\u200d\u200e\u200f"
ARABIC = [
    *range(0x0621, 0x063B),  # letters
    *range(0x0640, 0x0653),  # tatweel, letters, marks
    *range(0x0660, 0x066D),  # Arabic-Indic digits and their signs
    *(0x060C, 0x061B, 0x061F, 0x0670, 0x0671),
    # Persian ye and he, which the centre's own texts use, and Moroccan g, p, v, ch.
    *(0x06CC, 0x06BE, 0x06A9, 0x06AF, 0x06AD, 0x0763, 0x067E, 0x06A4, 0x06A8, 0x0686),
]
# Without "calt" and "locl" a weight is 1.2 kB lighter and the texts look the same.
FEATURES = ["ccmp", "init", "medi", "fina", "rlig", "liga", "mark", "mkmk", "kern"]


def wanted_codepoints() -> set[int]:
    """Return what the site writes: Arabic of Morocco, French, English."""
    return {*range(0x20, 0x7F), *map(ord, FRENCH), *map(ord, PUNCTUATION), *ARABIC}


def make_subset(*, source: Path, target: Path) -> int:
    """Write the subset of one weight and return its size in bytes."""
    from fontTools import subset  # optional dependency: only needed to make the font

    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted_codepoints())
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6}:
            text = str(record).replace("IBM Plex Sans Arabic", FAMILY)
            record.string = text.replace("IBMPlexSansArabic", "AmanSans")
    subset.save_font(font, str(target), options)
    return target.stat().st_size


class Command(BaseCommand):
    """Make both weights from an unpacked `@ibm/plex-sans-arabic` package."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the folder of the unpacked package."""
        parser.add_argument("package", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the subsets and say their sizes."""
        for weight, name in WEIGHTS.items():
            source = options["package"] / f"fonts/complete/woff2/IBMPlexSansArabic-{weight}.woff2"
            size = make_subset(source=source, target=FONTS_DIR / name)
            self.stdout.write(f"{name}: {size} bytes")
