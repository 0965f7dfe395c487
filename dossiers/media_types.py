"""What kinds of files the archive takes in and gives out, told by their first bytes.

Names and headers of a request say nothing. Opens no file, and runs in the child processes
too: no Django here.
"""

JPEG_SIGNATURE = b"\xff\xd8\xff"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
TIFF_SIGNATURES = (b"II*\0", b"MM\0*")
BMP_SIGNATURE = b"BM"
PDF_MARKER = b"%PDF-"
# A PDF may begin with some rubbish: readers look this far.
PDF_HEADER_WITHIN = 1024
# Brands of an ISO 14496-12 file that is a HEIC.
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

# What is taken in → the ending under which it is given out.
ACCEPTED = {
    "application/pdf": "pdf",
    "image/bmp": "bmp",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
}
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"

_SIGNATURES = (
    (JPEG_SIGNATURE, "image/jpeg"),
    (PNG_SIGNATURE, "image/png"),
    *((signature, "image/tiff") for signature in TIFF_SIGNATURES),
    (BMP_SIGNATURE, "image/bmp"),
)
_ZIP_SIGNATURE = b"PK\x03\x04"


def accepted_type(data: bytes) -> str | None:
    """Return the media type of a file that may be a paper, or None.

    >>> accepted_type(b"BM6\\x00\\x00\\x00"), accepted_type(b"GIF89a")
    ('image/bmp', None)
    """
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return "image/heic"
    return "application/pdf" if PDF_MARKER in data[:PDF_HEADER_WITHIN] else None


def media_type_of(content: bytes) -> str:
    """Return the media type of what the archive gives out: a paper or a ZIP; else just bytes.

    >>> media_type_of(b"PK\\x03\\x04"), media_type_of(b"<script>")
    ('application/zip', 'application/octet-stream')
    """
    if content.startswith(_ZIP_SIGNATURE):
        return ZIP
    return accepted_type(content) or UNKNOWN


def extension_of(media_type: str) -> str:
    """Return the ending of a file name, without the dot.

    >>> extension_of("image/jpeg"), extension_of(ZIP), extension_of(UNKNOWN)
    ('jpg', 'zip', 'bin')
    """
    return "zip" if media_type == ZIP else ACCEPTED.get(media_type, "bin")
