"""Read the QR codes on a page picture: ours are told apart by whoever can check signatures.

Runs in the reading child.
"""

import cv2
import numpy as np
import zxingcpp

from .straighten import flatten_light, to_grey

# The code of a cover sheet is 92 mm wide: at 60 dots an inch it still has 5 a module.
SMALL_SIDE_PX = 900
QR = zxingcpp.barcode_formats_from_str("QRCode")
MAX_CODES = 4
MAX_LENGTH = 200


def read_codes(picture: np.ndarray) -> tuple[str, ...]:
    """Return the texts of the QR codes on a picture (BGR or grey), in any direction."""
    grey = to_grey(picture)
    return _read(grey) or _read(_smoothed(grey))


def _read(grey: np.ndarray) -> tuple[str, ...]:
    found = zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=QR)
    return tuple(code.text[:MAX_LENGTH] for code in found[:MAX_CODES] if code.valid)


def _smoothed(grey: np.ndarray) -> np.ndarray:
    """Return a small, evenly lit copy: grain and shadow go, modules stay."""
    scale = min(1.0, SMALL_SIDE_PX / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return flatten_light(small)
