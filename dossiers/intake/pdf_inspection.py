"""Runs in the child: what a PDF holds besides the drawing of its pages, and whether it is a bomb.

What the archive does not keep from a page (attached files, dynamic forms, comments) is named
here, so that whoever hands the file in is told what to do.
"""

import io
import zlib
from collections.abc import Iterator

import pikepdf

from .opener_contract import Refused

# Bytes of drawing instructions, fonts and tables that one file, or one page, may unpack to. The
# fullest page seen (a map of 900 kB) unpacks to 9 MB.
UNPACKED_MAX_BYTES = 96 * 1024 * 1024
# Streams are unpacked in steps of this many bytes, and no further than the limit.
STEP_BYTES = 1024 * 1024
FLATE = ("/FlateDecode", "/Fl")
# Annotations whose words are shown only when somebody points at them.
COMMENTS = ("/Text", "/Popup", "/FileAttachment")


def refuse_bombs(document: pikepdf.Pdf, *, max_pixels: int) -> None:
    """Refuse a file whose pictures or instructions are too big once unpacked."""
    sizes: dict[tuple[int, int], int] = {}
    for one in document.objects:
        if not isinstance(one, pikepdf.Stream):
            continue
        if one.get("/Subtype") == "/Image":
            if int(one.get("/Width", 0)) * int(one.get("/Height", 0)) > max_pixels:
                raise Refused("too_many_pixels")
            continue
        sizes[one.objgen] = unpacked_size(one)
        if sum(sizes.values()) > UNPACKED_MAX_BYTES:
            raise Refused("too_heavy")
    for page in document.pages:
        # The same instructions may be listed again and again.
        if sum(sizes.get(part.objgen, 0) for part in _contents_of(page)) > UNPACKED_MAX_BYTES:
            raise Refused("too_heavy")


def unpacked_size(stream: pikepdf.Stream) -> int:
    """Return the bytes that a stream unpacks to; more than the limit is not unpacked."""
    data = stream.read_raw_bytes()
    for name in _filters_of(stream):
        if name not in FLATE:
            break
        data = _inflate(data)
        if len(data) > UNPACKED_MAX_BYTES:
            break
    return len(data)


def notices_of(document: pikepdf.Pdf) -> list[str]:
    """Return what the clerk should know of a file (codes of FileNotice), the weightiest first."""
    root = document.Root
    form = root.get("/AcroForm", pikepdf.Dictionary())
    annotations = list(_annotations(document))
    holds_files = bool(document.attachments) or any(
        one.get("/Subtype") == "/FileAttachment" for one in annotations
    )
    notices = {
        "portfolio": "/Collection" in root,
        "dynamic_form": "/XFA" in form,
        "attachments": holds_files,
        "signed": _is_signed(document, form),
        "comments": any(
            one.get("/Subtype") in COMMENTS and str(one.get("/Contents", "")).strip()
            for one in annotations
        ),
    }
    return [notice for notice, holds in notices.items() if holds]


def has_faults(document: pikepdf.Pdf) -> bool:
    """Return whether the file contradicts itself, be it only in its tables for the web."""
    if document.check_pdf_syntax() or document.get_warnings():
        return True
    return document.is_linearized and not document.check_linearization(io.StringIO())


def _annotations(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for page in document.pages:
        for one in page.get("/Annots", pikepdf.Array()):
            if isinstance(one, pikepdf.Dictionary):
                yield one


def _is_signed(document: pikepdf.Pdf, form: pikepdf.Object) -> bool:
    """Tell whether a signature field was signed; an empty one waits for its signature."""
    fields = [*_fields(form.get("/Fields", pikepdf.Array())), *_annotations(document)]
    return any(field.get("/FT") == "/Sig" and "/V" in field for field in fields)


def _fields(fields: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    for field in fields:
        if isinstance(field, pikepdf.Dictionary):
            yield field
            if depth < 4:
                yield from _fields(field.get("/Kids", pikepdf.Array()), depth + 1)


def _contents_of(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.get("/Contents", pikepdf.Array())
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _filters_of(stream: pikepdf.Stream) -> list[str]:
    filters = stream.get("/Filter", pikepdf.Array())
    return [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _inflate(data: bytes) -> bytes:
    """Unpack, and stop above the limit or where the data is broken."""
    unpacker = zlib.decompressobj()
    unpacked = bytearray()
    while data and len(unpacked) <= UNPACKED_MAX_BYTES:
        try:
            unpacked += unpacker.decompress(data, STEP_BYTES)
        except zlib.error:
            break
        data = unpacker.unconsumed_tail
    return bytes(unpacked)
