"""Tell from the structure of a file whether its end is missing: the scanner still writes, or a
transfer broke off. Opens no picture. Reads a few bytes at the places that the format names.
"""

import struct
from collections.abc import Callable, Iterator

from dossiers.media_types import (
    BMP_SIGNATURE,
    JPEG_SIGNATURE,
    PDF_HEADER_WITHIN,
    PDF_MARKER,
    PNG_SIGNATURE,
    TIFF_SIGNATURES,
)

# Returns at most `size` bytes from `offset` on.
ReadAt = Callable[[int, int], bytes]

TAIL_BYTES = 1024
# What ends a file of these formats, near its end: some programs write a few bytes behind it.
ENDINGS = {JPEG_SIGNATURE: b"\xff\xd9", PNG_SIGNATURE: b"IEND"}
# More directories of a TIFF than this are a loop.
MAX_DIRECTORIES = 2000
# Entries and numbers that are looked at in one file: 500 pages of 3500 strips hold so many.
MAX_NUMBERS = 4_000_000
STRIPS, TILES = (273, 279), (324, 325)  # tags: where the data of a page lies, and how long it is
TYPE_SIZES = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8}


class TooManyNumbersError(Exception):
    """A TIFF names more places than any scanner writes."""


def holds_pages(read_at: ReadAt) -> bool:
    """Tell whether the format takes further pages: a scanner may write the whole file again."""
    beginning = read_at(0, PDF_HEADER_WITHIN)
    return PDF_MARKER in beginning or beginning[:4] in TIFF_SIGNATURES


def is_complete(read_at: ReadAt, size_bytes: int) -> bool:
    """Tell whether a file has its end. A file of an unknown format has, when it is not empty.

    >>> data = b"RIFF\\x10\\x00\\x00\\x00WEBPVP8 "
    >>> is_complete(lambda offset, size: data[offset : offset + size], len(data))
    False
    """
    beginning = read_at(0, PDF_HEADER_WITHIN)
    head = beginning[:16]
    for signature, ending in ENDINGS.items():
        # Four bytes are enough: a file may be cut off within its signature.
        if head.startswith(signature[:4]):
            return ending in read_at(max(0, size_bytes - TAIL_BYTES), TAIL_BYTES)
    if PDF_MARKER in beginning:
        return b"%%EOF" in read_at(max(0, size_bytes - TAIL_BYTES), TAIL_BYTES)
    try:
        return _structure_is_complete(head, read_at, size_bytes)
    except struct.error:
        # A header is cut in two.
        return False
    except TooManyNumbersError:
        # Whoever opens the picture judges it, in a process with limits.
        return True


def _structure_is_complete(head: bytes, read_at: ReadAt, size_bytes: int) -> bool:
    if head[:4] in TIFF_SIGNATURES:
        return _tiff_is_complete(read_at, size_bytes)
    if head[4:8] == b"ftyp":
        return _boxes_are_complete(read_at, size_bytes)
    if head[:4] == b"RIFF":
        return 8 + int(struct.unpack("<I", head[4:8])[0]) <= size_bytes
    if head.startswith(BMP_SIGNATURE):
        return int(struct.unpack("<I", head[2:6])[0]) <= size_bytes
    return size_bytes > 0


def _boxes_are_complete(read_at: ReadAt, size_bytes: int) -> bool:
    """Walk the boxes of a HEIC (ISO 14496-12): each names its length."""
    offset, names = 0, set()
    while offset < size_bytes:
        length, name = struct.unpack(">I4s", read_at(offset, 8))
        if length == 1:
            (length,) = struct.unpack(">Q", read_at(offset + 8, 8))
        names.add(name)
        if length == 0:
            # To the end of the file, wherever that is.
            break
        if length < 8 or offset + length > size_bytes:
            return False
        offset += length
    return b"mdat" in names or b"idat" in names


def _tiff_is_complete(read_at: ReadAt, size_bytes: int) -> bool:
    """Follow the directories of a TIFF, and look whether the data of each page is there."""
    order = "<" if read_at(0, 2) == b"II" else ">"
    (offset,) = struct.unpack(f"{order}I", read_at(4, 4))
    if not offset:
        # The place of the first directory is written last.
        return False
    left = MAX_NUMBERS
    for _ in range(MAX_DIRECTORIES):
        if not offset:
            return True
        (count,) = struct.unpack(f"{order}H", read_at(offset, 2))
        entries = read_at(offset + 2, 12 * count)
        (next_offset,) = struct.unpack(f"{order}I", read_at(offset + 2 + 12 * count, 4))
        left -= _count_of_numbers(entries, order)
        if left < 0:
            raise TooManyNumbersError
        values = _values_of(entries, order, read_at)
        for places, lengths in (STRIPS, TILES):
            ends = map(sum, zip(values.get(places, ()), values.get(lengths, ()), strict=False))
            if max(ends, default=0) > size_bytes:
                return False
        offset = next_offset
    return True


def _places_of(entries: bytes, order: str) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield tag, type, count and field of the entries that say where the data lies."""
    for start in range(0, len(entries), 12):
        tag, kind, count = struct.unpack(f"{order}HHI", entries[start : start + 8])
        if tag in (*STRIPS, *TILES) and kind in TYPE_SIZES:
            yield tag, kind, count, entries[start + 8 : start + 12]


def _count_of_numbers(entries: bytes, order: str) -> int:
    """Return how much there is to look at: a file may claim billions."""
    return len(entries) // 12 + sum(count for _, _, count, _ in _places_of(entries, order))


def _values_of(entries: bytes, order: str, read_at: ReadAt) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the tags that say where the data lies."""
    values = {}
    for tag, kind, count, data in _places_of(entries, order):
        length = TYPE_SIZES[kind] * count
        if length > len(data):
            data = read_at(struct.unpack(f"{order}I", data)[0], length)
        letter = {1: "B", 2: "H", 4: "I", 8: "Q"}[TYPE_SIZES[kind]]
        values[tag] = struct.unpack(f"{order}{count}{letter}", data[:length])
    return values
