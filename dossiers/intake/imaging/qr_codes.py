"""Read the QR codes on a page picture: ours are told apart by whoever can check signatures.

Runs in the reading child.
"""

import numpy as np
import zxingcpp

from .resize import within
from .straighten import flatten_light, to_grey

# The code of a cover sheet is 92 mm wide: at 60 dots an inch it still has 5 a module.
SMALL_SIDE_PX = 900
QR = zxingcpp.barcode_formats_from_str("QRCode")
MAX_CODES = 4
MAX_LENGTH = 200


def read_codes(picture: np.ndarray, *, lit: np.ndarray | None = None) -> tuple[str, ...]:
    """Return the texts of the QR codes on a picture (BGR or grey), in any direction.

    `lit` is the same page evenly lit, where somebody made that already.
    """
    grey = to_grey(picture)
    if codes := _read(grey):
        return codes
    # On a small copy of the evenly lit page grain and shadow are gone, modules stay.
    small, _ = within(flatten_light(grey) if lit is None else lit, SMALL_SIDE_PX)
    return _read(small)


def _read(grey: np.ndarray) -> tuple[str, ...]:
    # Nobody prints them white on black.
    barcodes = zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=QR, try_invert=False)
    return tuple(code.text[:MAX_LENGTH] for code in barcodes[:MAX_CODES] if code.valid)
