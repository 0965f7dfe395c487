"""A picture as an image object of a PDF, packed as JPEG. Grey or RGB; free of Django."""

import io

import pikepdf
from PIL import Image


def jpeg_image(pdf: pikepdf.Pdf, picture: Image.Image, *, quality: int) -> pikepdf.Object:
    """Return the picture (mode L or RGB) as an image of this file."""
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality, optimize=True)
    return pdf.make_stream(
        packed.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
