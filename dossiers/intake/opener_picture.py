"""Runs in the child: photographs and scans (JPEG, PNG, TIFF, WebP, BMP, HEIC)."""

import io

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from .framing import Header
from .opener_contract import PAGES_TRIED, Refused
from .shrinking import within

FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/webp": ("WEBP",),
    "image/bmp": ("BMP",),
    "image/heic": ("HEIF",),
}
# Only these may hold several pages; frames of others are animations or previews.
MANY_PAGES = {"image/tiff"}
# The decoders of these stop at a hole and keep what came before it.
TOLERANT = {"image/jpeg", "image/png"}
# No page is asked for larger than this.
LARGEST_SIDE_PX = 3600
# A note above this is a mistake.
TALLEST_DPI = 5000
WHITE = (255, 255, 255)


class OpenedPicture:
    """An opened picture file."""

    def __init__(self, data: bytes, *, media_type: str, max_pixels: int) -> None:
        # The limit is ours and a refusal, not a warning.
        Image.MAX_IMAGE_PIXELS = None
        if media_type == "image/heic":
            # Optional: only telephones of one maker send this.
            import pillow_heif

            pillow_heif.register_heif_opener(thumbnails=False)
        self.data, self.media_type, self.max_pixels = data, media_type, max_pixels
        self.damaged = False
        self._loaded: tuple[int, Image.Image, tuple[int, int]] | None = None
        image = self._open()
        self.pages = getattr(image, "n_frames", 1) if media_type in MANY_PAGES else 1

    def check(self) -> None:
        """Decode the first pages; a hole is noted, what has none at all is refused."""
        for number in reversed(range(min(self.pages, PAGES_TRIED))):
            self._load(number)

    def page(self, number: int, max_side: int, *, roughly: bool = False) -> tuple[Header, bytes]:
        """Return one page, upright by its camera's note, at most `max_side` pixels long.

        `roughly` is for who only looks whether it is readable: in grey.
        """
        image, size = self._decode(number)
        if roughly:
            image = image.convert("L")
            grey = np.frombuffer(image.tobytes(), np.uint8).reshape(image.height, image.width)
            small, _ = within(grey, max_side)
            (height, width), pixels = small.shape, small.tobytes()
        else:
            image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
            (width, height), pixels = image.size, image.tobytes()
        header = {
            "width": width,
            "height": height,
            "mode": image.mode,
            "original_width": size[0],
            "original_height": size[1],
            "source": [max(size), noted_dpi(image)],
            "words": [],
            "damaged": self.damaged,
        }
        return header, pixels

    def extract(self, numbers: list[int]) -> bytes:
        """Return a TIFF with these frames only, without loss; other types have one page."""
        frames = []
        for number in numbers:
            frame = self._at(number)
            if frame.width * frame.height > self.max_pixels:
                raise Refused("too_many_pixels")
            frames.append(frame.copy())
        target = io.BytesIO()
        packing = "group4" if all(frame.mode == "1" for frame in frames) else "tiff_adobe_deflate"
        dpi = {"dpi": frames[0].info["dpi"]} if "dpi" in frames[0].info else {}
        first, *others = [_without_notes(frame) for frame in frames]
        first.save(target, "TIFF", save_all=True, append_images=others, compression=packing, **dpi)
        return target.getvalue()

    def _open(self) -> Image.Image:
        try:
            return Image.open(io.BytesIO(self.data), formats=FORMATS[self.media_type])
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise Refused("unreadable") from error

    def _decode(self, number: int) -> tuple[Image.Image, tuple[int, int]]:
        image, size = self._load(number)
        turned = ImageOps.exif_transpose(image)
        if turned.size != image.size:
            size = size[::-1]
        return _as_paper(turned), size

    def _load(self, number: int) -> tuple[Image.Image, tuple[int, int]]:
        """Return the decoded page and its own size; the last one is kept at hand."""
        if self._loaded is not None and self._loaded[0] == number:
            return self._loaded[1:]
        image = self._at(number)
        if image.width * image.height > self.max_pixels:
            raise Refused("too_many_pixels")
        size = image.size
        # A photograph of 50 megapixels is decoded at half its size, in a quarter of the time.
        image.draft(None, (LARGEST_SIDE_PX, LARGEST_SIDE_PX))
        try:
            image.load()
        except (OSError, SyntaxError, ValueError):
            if self.media_type not in TOLERANT:
                raise
            image = self._decode_what_is_left(number)
        self._loaded = (number, image, size)
        return image, size

    def _at(self, number: int) -> Image.Image:
        image = self._open()
        if number:
            image.seek(number)
        return image

    def _decode_what_is_left(self, number: int) -> Image.Image:
        self.damaged = True
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image = self._at(number)
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        if len(image.convert("L").getcolors(256) or []) == 1:
            # One colour all over: nothing of the picture was left.
            raise Refused("unreadable")
        return image


def _without_notes(frame: Image.Image) -> Image.Image:
    """Return the pixels alone: what scanner or camera wrote beside them stays behind."""
    bare = Image.new(frame.mode, frame.size)
    bare.paste(frame)
    if frame.mode == "P":
        bare.putpalette(frame.getpalette() or [])
    return bare


def noted_dpi(image: Image.Image) -> float:
    """Return the resolution that the file notes, or 0."""
    try:
        noted = float(min(image.info["dpi"]))
    except (KeyError, TypeError, ValueError):
        return 0.0
    return noted if noted < TALLEST_DPI else 0.0


def _as_paper(image: Image.Image) -> Image.Image:
    """Return the picture in grey or RGB on white paper."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        # 16 bits a pixel; Pillow would cut the high byte off.
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        paper = Image.new("RGB", image.size, WHITE)
        drawn = image.convert("RGBA")
        paper.paste(drawn, mask=drawn.getchannel("A"))
        return paper
    return image.convert("RGB")
