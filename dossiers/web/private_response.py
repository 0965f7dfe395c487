"""The envelope in which stored bytes leave a door: kept by nobody, able to run nothing."""

from django.http import HttpResponse

from dossiers.media_types import media_type_of

SEALED_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def private_response(content: bytes, *, as_file: str = "") -> HttpResponse:
    """Return the bytes with closed headers; `as_file` names a file to be saved, never shown."""
    response = HttpResponse(content, content_type=media_type_of(content), headers=SEALED_HEADERS)
    if as_file:
        response.headers["Content-Disposition"] = f'attachment; filename="{as_file}"'
    return response
