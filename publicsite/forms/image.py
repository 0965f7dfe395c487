"""Uploading a public picture: where and with what it was taken is nobody's business."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

# The formats we accept (WAGTAILIMAGES_EXTENSIONS); each can carry EXIF, GPS or comments.
CLEANED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {},
}


class PublicImageForm(BaseImageForm):
    """Wagtail's form, with the metadata taken out of every new file."""

    def clean_file(self) -> Any:
        """Return the picture turned upright and stripped; an unchanged file as it is."""
        file = self.cleaned_data["file"]
        return without_metadata(file) if isinstance(file, UploadedFile) else file


def without_metadata(file: UploadedFile) -> UploadedFile:
    """Return the same picture in the same format with nothing but its pixels."""
    file.seek(0)
    with Image.open(file) as picture:
        kind = picture.format or ""
        if kind not in CLEANED:
            return file
        upright = ImageOps.exif_transpose(picture)
        pixels = Image.new(upright.mode, upright.size)
        if upright.mode == "P":
            pixels.putpalette(upright.getpalette() or [])
        pixels.paste(upright)
        out = BytesIO()
        pixels.save(out, kind, **CLEANED[kind])
    out.seek(0)
    size = out.getbuffer().nbytes
    return InMemoryUploadedFile(out, "file", file.name, file.content_type, size, None)
