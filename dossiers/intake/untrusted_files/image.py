"""Runs in the child: photographs and scans (JPEG, PNG, TIFF, WebP, BMP, HEIC)."""

import io
import struct
from collections.abc import Sequence
from itertools import count

import cv2
import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from dossiers.intake.imaging.resize import within
from dossiers.intake.sandbox.messages import Header

from .file_ends import is_complete
from .opened_file import PAGES_TRIED, Refused

FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/webp": ("WEBP",),
    "image/bmp": ("BMP",),
    "image/heic": ("HEIF",),
}
# Only these may hold several pages; frames of others are animations or previews.
MANY_PAGES = {"image/tiff", "image/heic"}
# Tag of a TIFF, and its bits for a frame that is a smaller copy or a mask of another.
NEW_SUBFILE_TYPE, NO_PAGE = 254, 0b101
BITS_PER_SAMPLE = 258
# Levels of a picture with 8 bits; scanners write 10 or 12 bits into 16.
LEVELS = 255
# No page is asked for larger than this.
LARGEST_SIDE_PX = 3600
# A note above this is a mistake.
TALLEST_DPI = 5000
WHITE = (255, 255, 255)


class OpenedPicture:
    """An opened picture file."""

    notices: Sequence[str] = ()

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
        # Numbers of the frames that are pages, in order.
        self.frames = self._frames()
        self.pages = len(self.frames)
        self.damaged |= not is_complete(lambda at, size: data[at : at + size], len(data))

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
            image = self._decode_what_is_left(number)
        image = self._with_all_levels(image, number)
        self._loaded = (number, image, size)
        return image, size

    def _frames(self) -> list[int]:
        """Return the frames that are pages: no smaller copy, no mask, and there to be read."""
        image = self._open()
        if self.media_type not in MANY_PAGES:
            return [0]
        frames = []
        for number in count():
            try:
                image.seek(number)
            except EOFError:
                break
            except (OSError, ValueError, TypeError, SyntaxError, struct.error):
                # The rest is cut off.
                self.damaged = True
                break
            if not _is_no_page(image):
                frames.append(number)
        return frames or [0]

    def _at(self, number: int) -> Image.Image:
        image = self._open()
        if self.frames[number]:
            image.seek(self.frames[number])
        return image

    def _with_all_levels(self, image: Image.Image, number: int) -> Image.Image:
        """Return a dark colour picture of 12 bits in 16 as a library that keeps them reads it.

        Pillow keeps the upper byte of colours, which is nearly black then.
        """
        is_deep = max(_bits_of(image, self.data)) == 16
        if not is_deep or image.mode != "RGB" or np.asarray(image).max() > 127:
            return image
        packed = np.frombuffer(self.data, np.uint8)
        flags = cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR
        frame = self.frames[number]
        _, decoded = cv2.imdecodemulti(packed, flags, range=(frame, frame + 1))
        if not decoded:
            return image
        deep = Image.fromarray(stretched(decoded[0])[:, :, ::-1])
        deep.info = image.info
        return deep

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


def stretched(levels: np.ndarray) -> np.ndarray:
    """Return levels of any depth as 0..255: the brightest of the picture becomes white.

    >>> stretched(np.array([[0, 2048, 4095]], np.uint16)).tolist()
    [[0, 127, 255]]
    """
    brightest = float(np.nanmax(levels)) if levels.size else 0.0
    if not 0.0 < brightest < np.inf:
        return np.zeros(levels.shape, np.uint8)
    return np.clip(np.nan_to_num(levels) * (LEVELS / brightest), 0, LEVELS).astype(np.uint8)


def _is_no_page(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", {})
    return bool(int(tags.get(NEW_SUBFILE_TYPE, 0)) & NO_PAGE)


def _bits_of(image: Image.Image, data: bytes) -> tuple[int, ...]:
    """Return the bits of each sample, as the file says (TIFF: a tag; PNG: byte 24)."""
    if image.format == "PNG":
        return (data[24],)
    bits = getattr(image, "tag_v2", {}).get(BITS_PER_SAMPLE, (8,))
    return bits if isinstance(bits, tuple) else (int(bits),)


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
    if image.mode[0] in "IF":
        # 16 or 32 bits a pixel; Pillow would cut the high byte off.
        return Image.fromarray(stretched(np.asarray(image)))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        paper = Image.new("RGB", image.size, WHITE)
        drawn = image.convert("RGBA")
        paper.paste(drawn, mask=drawn.getchannel("A"))
        return paper
    return image.convert("RGB")
