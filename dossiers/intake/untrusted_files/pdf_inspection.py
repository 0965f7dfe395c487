"""Runs in the child: what a PDF holds besides the drawing of its pages, and whether it is a bomb.

What the archive does not keep from a page (attached files, dynamic forms, comments) is named
here, so that whoever hands the file in is told what to do.
"""

import io
import zlib
from collections.abc import Iterator

import pikepdf

from .opened_file import Refused

# Bytes of drawing instructions, fonts and tables that one file, or one page, may unpack to. The
# fullest page seen (a map of 900 kB) unpacks to 9 MB.
UNPACKED_MAX_BYTES = 96 * 1024 * 1024
# Streams are unpacked in steps of this many bytes, and no further than the limit.
STEP_BYTES = 1024 * 1024
FLATE = ("/FlateDecode", "/Fl")
# What else packs instructions. The filters of pictures (DCTDecode and others) end a chain here, as
# they do where a page is drawn.
OTHER_FILTERS = (
    *("/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"),
    *("/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"),
)
# The filters that take parameters, and those that change what comes out.
PREDICTED = (*FLATE, "/LZWDecode", "/LZW")
PARAMETERS = ("/Predictor", "/Columns", "/Colors", "/BitsPerComponent", "/EarlyChange")
# Annotations whose words are shown only when somebody points at them.
COMMENTS = ("/Text", "/Popup", "/FileAttachment")


def refuse_bombs(document: pikepdf.Pdf, *, max_pixels: int) -> None:
    """Refuse a file whose pictures or instructions are too big once unpacked.

    Raises MemoryError where the limit of the child is met first.
    """
    sizes: dict[tuple[int, int], int] = {}
    contents = [{part.objgen for part in _contents_of(page)} for page in document.pages]
    drawn = set().union(*contents)
    for one in document.objects:
        if not isinstance(one, pikepdf.Stream):
            continue
        pixels = _pixels_of(one)
        if pixels > max_pixels:
            raise Refused("too_many_pixels")
        if pixels and one.objgen not in drawn:
            continue
        sizes[one.objgen] = unpacked_size(one)
        if sum(sizes.values()) > UNPACKED_MAX_BYTES:
            raise Refused("too_heavy")
    for page in document.pages:
        # The same instructions may be listed again and again.
        if sum(sizes.get(part.objgen, 0) for part in _contents_of(page)) > UNPACKED_MAX_BYTES:
            raise Refused("too_heavy")


def unpacked_size(stream: pikepdf.Stream) -> int:
    """Return the bytes that a stream unpacks to; much more than the limit is not unpacked."""
    data = stream.read_raw_bytes()
    for name, parameters in _filters_of(stream):
        if name in FLATE and not len(parameters):
            data = _inflate(data)
        elif name in FLATE + OTHER_FILTERS:
            data = _unpack(data, name, parameters)
        else:
            break
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


def _filters_of(stream: pikepdf.Stream) -> list[tuple[str, pikepdf.Dictionary]]:
    """Return the filters in the order in which they unpack, each with its parameters."""
    names = _as_list(stream.get("/Filter"))
    parameters = _as_list(stream.get("/DecodeParms", stream.get("/DP")))
    parameters += [None] * len(names)
    return [
        (str(name), one if isinstance(one, pikepdf.Dictionary) else pikepdf.Dictionary())
        for name, one in zip(names, parameters, strict=False)
    ]


def _as_list(value: pikepdf.Object | None) -> list[pikepdf.Object | None]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _pixels_of(stream: pikepdf.Stream) -> int:
    """Return how many pixels a picture says it has; 0 for what is none."""
    if stream.get("/Subtype") != "/Image":
        return 0
    try:
        return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        return 0


def _unpack(data: bytes, name: str, parameters: pikepdf.Dictionary) -> bytes:
    """Unpack by qpdf: it knows no limit but the memory of the child (MemoryError)."""
    scratch = pikepdf.new()
    stream = pikepdf.Stream(scratch, data)
    stream.Filter = pikepdf.Name(name)
    try:
        numbers = {key: int(parameters[key]) for key in PARAMETERS if key in parameters}
        if numbers and name in PREDICTED:
            stream.DecodeParms = pikepdf.Dictionary(numbers)
        return stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError):
        # Broken: what a page would show of it is limited by the child that draws it.
        return data


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
