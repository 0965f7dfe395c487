"""The envelope in which stored bytes leave a door: kept by nobody, able to run nothing."""

from django.http import HttpResponse

SEALED_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# First bytes of what the intake stores and takes in; anything else has no type.
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
UNKNOWN_TYPE = "application/octet-stream"


def type_of(content: bytes) -> str:
    """Return the media type by the content; what is not known is just bytes.

    >>> type_of(b"%PDF-1.7")
    'application/pdf'
    >>> type_of(b"<script>")
    'application/octet-stream'
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return "image/heic"
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), UNKNOWN_TYPE)


def private_response(content: bytes, *, as_file: str = "") -> HttpResponse:
    """Return the bytes with closed headers; `as_file` names a file to be saved, never shown."""
    response = HttpResponse(content, content_type=type_of(content), headers=SEALED_HEADERS)
    if as_file:
        response.headers["Content-Disposition"] = f'attachment; filename="{as_file}"'
    return response
