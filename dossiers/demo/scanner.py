"""What a scanner makes of a sheet: a little turned, grey, grainy, compressed."""

import io
import random

import numpy as np
from PIL import Image, ImageFilter

from .sheet import DPI

JPEG_QUALITY = 72


def scan(sheet: Image.Image, *, chance: random.Random) -> bytes:
    """Return the sheet as a grey JPEG at 200 dpi; the same chance gives the same bytes."""
    paper = chance.randint(232, 250)
    turned = sheet.rotate(
        chance.uniform(-1.6, 1.6), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )
    soft = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.7)))
    grains = np.random.default_rng(chance.getrandbits(32))
    light = np.asarray(soft, dtype=np.float32) * (paper / 255)
    light += grains.normal(0.0, chance.uniform(1.5, 4.0), light.shape)
    # One side of a flatbed is always a little darker.
    light *= np.linspace(1.0, chance.uniform(0.93, 0.99), light.shape[1], dtype=np.float32)
    grey = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    file = io.BytesIO()
    grey.save(file, "JPEG", quality=JPEG_QUALITY, dpi=(DPI, DPI))
    return file.getvalue()
