"""Pictures in pages: which ones a page shows, whether they may be shown, and their sizes."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from publicsite.models.image import PublicImage

# The same as in publicsite/blocks/picture_block.html.
RENDITION_FILTERS = ("width-400|format-webp", "width-800|format-webp")


def pictures_of(page: Page) -> Iterator[PublicImage]:
    """Yield the pictures that stand in the page's streams."""
    for name in getattr(page, "stream_fields", ()):
        stream = getattr(page, name, None)
        if stream is not None:
            yield from _pictures_in(stream)


def pictures_without_consent(page: Page) -> list[PublicImage]:
    """Return the pictures of children for which no consent holds today."""
    return [image for image in pictures_of(page) if not image.may_be_published()]


def make_renditions(page: Page) -> None:
    """Make every size now, so that no reader waits for it."""
    for image in pictures_of(page):
        image.get_renditions(*RENDITION_FILTERS)


def _pictures_in(stream: StreamValue | Any) -> Iterator[PublicImage]:
    for block in stream:
        if block.block_type == "picture" and block.value.get("image"):
            yield block.value["image"]
