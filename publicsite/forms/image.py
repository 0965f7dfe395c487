"""Uploading a public picture: it is written anew, or refused with a sentence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from wagtail.images.forms import BaseImageForm

from publicsite.picture_files import PictureRefusedError, write_anew


class PublicImageForm(BaseImageForm):
    """Wagtail's form, with the metadata taken out of every new file."""

    def clean_file(self) -> Any:
        """Return a new picture with its pixels alone; an unchanged file as it is."""
        file = self.cleaned_data["file"]
        return without_metadata(file) if isinstance(file, UploadedFile) else file


def without_metadata(file: UploadedFile) -> UploadedFile:
    """Return the uploaded picture written anew. Raises ValidationError."""
    try:
        written = write_anew(file, name=file.name or "picture")
    except PictureRefusedError as refusal:
        raise ValidationError(str(refusal), code="unreadable_picture") from refusal
    return InMemoryUploadedFile(
        written.file, "file", written.name, file.content_type, written.size, None
    )
