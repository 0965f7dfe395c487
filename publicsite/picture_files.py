"""Picture files of the public site, written anew: pixels alone, in a format that browsers show.

Where, when and with what a picture was taken is nobody's business. What cannot be opened whole
is refused, never passed on.
"""

import struct
from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

# What a file is opened as → as what it is written. A telephone's MPO is a JPEG with further frames.
WRITTEN_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP"}
SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
}
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
# More than any telephone's picture that a page shows; a picture is held several times while it is
# written anew, at up to four bytes a pixel.
MAX_PIXELS = 64_000_000
# What Pillow raises where the bytes of a picture are broken. MemoryError is the house's trouble.
BROKEN = (SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
TOO_MANY_PIXELS = _(
    "This picture has more than %(millions)s million pixels. Make it smaller and upload that."
)
UNREADABLE = _(
    "This picture cannot be opened whole: a part of it is missing, or it is not a JPEG, PNG or"
    " WebP file. Export it again and upload that."
)


class PictureRefusedError(Exception):
    """The file is no whole picture of a format that is taken."""


def write_anew(file: IO[bytes], *, name: str) -> "ContentFile[bytes]":
    """Return the picture upright, in sRGB, with nothing but its pixels.

    Raises PictureRefusedError: whatever a decoder makes of broken bytes is the same to us.
    MemoryError, and OSError of the disk, are none.
    """
    try:
        file.seek(0)
        with Image.open(file, formats=list(SAVE_OPTIONS)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_many_pixels()
            kind = WRITTEN_AS[picture.format or ""]
            picture.load()
            pixels = _pixels_of(picture, keeps_transparency=kind != "JPEG")
        target = BytesIO()
        pixels.save(target, kind, **SAVE_OPTIONS[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        # Pillow tells of very large pictures before their size can be asked.
        raise _too_many_pixels() from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise PictureRefusedError(str(UNREADABLE)) from error
    except BROKEN as error:
        raise PictureRefusedError(str(UNREADABLE)) from error
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return ContentFile(target.getvalue(), name=f"{stem}.{ENDINGS[kind]}")


def _too_many_pixels() -> PictureRefusedError:
    return PictureRefusedError(str(TOO_MANY_PIXELS % {"millions": MAX_PIXELS // 1_000_000}))


def _pixels_of(picture: Image.Image, *, keeps_transparency: bool) -> Image.Image:
    """Return a new picture with the pixels alone: grey, RGB, or RGBA if a part is transparent."""
    upright = ImageOps.exif_transpose(picture)
    is_grey = upright.mode in ("1", "L")
    mode = "RGBA" if upright.has_transparency_data else "L" if is_grey else "RGB"
    converted = _in_srgb(upright, mode)
    if mode == "RGBA" and not keeps_transparency:
        paper = Image.new("RGB", converted.size, "white")
        paper.paste(converted, mask=converted.getchannel("A"))
        converted = paper
    bare = Image.new(converted.mode, converted.size)
    bare.paste(converted)
    return bare


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """Return the picture with the colours that its profile means; a broken profile means none."""
    profile = picture.info.get("icc_profile")
    if profile and mode == "RGB" and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
        else:
            if converted is not None:
                return converted
    return picture.convert(mode)
