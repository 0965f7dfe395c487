"""Keep finished public pages: a reader's second page costs no query and no template.

Only answers that a view marked as public are kept, only for who has no session, and only until
something is published or made private. The entries are files, shared by all processes.
"""

import gzip
import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Value = TypeVar("Value")

# A backstop for what sends no signal, such as a consent that ends today.
KEEP_S = 10 * 60
BROWSER_S = 60
KEPT_HEADERS = ("Content-Type", "Content-Language", "Link")


@dataclass(frozen=True)
class KeptPage:
    """One finished answer: compressed body, tag, the headers worth keeping."""

    body: bytes
    etag: str
    headers: dict[str, str] = field(default_factory=dict)


def mark_public(response: HttpResponseBase) -> HttpResponseBase:
    """Say that every reader without a session may get this very answer."""
    response.is_public_page = True  # type: ignore[attr-defined]  # read by the middleware below
    return response


def forget_pages() -> None:
    """Drop every kept page: something was published, moved, taken away or made private.

    Now, and once more when the change is there for others: a page that is being made from what
    was before belongs to an earlier generation, and nobody asks for it any more.
    """
    _begin_generation()
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(_begin_generation)


def kept_or_made(name: str, make: Callable[[], Value]) -> Value:
    """Return a value that is kept until the next change."""
    key = f"{name}:{_generation()}"
    stored: Value | None = caches["pages"].get(key)
    return _kept(key, make(), None) if stored is None else stored


def _kept(key: str, value: Value, keep_s: int | None) -> Value:
    """Keep a value if it can be kept: on a full disk a page is made anew each time."""
    with suppress(OSError):
        caches["pages"].set(key, value, keep_s)
    return value


def _begin_generation() -> None:
    """Touch the mark, which needs no room on the disk, then delete what nobody will ask for."""
    mark = _mark()
    with suppress(OSError):
        mark.touch(mode=0o600)
        os.utime(mark, ns=(0, max(time.time_ns(), _generation() + 1)))
    caches["pages"].clear()


def _generation() -> int:
    """Return a number that changes with every change of the site, the same in all processes."""
    try:
        return _mark().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _mark() -> Path:
    return Path(settings.AMAN_VAR_DIR) / "pages-changed"


class PageCacheMiddleware:
    """Answer from the kept pages where that is allowed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the kept page; else pass on, and keep what comes back as public."""
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        stored: KeptPage | None = caches["pages"].get(key)
        if stored is None:
            response = self.get_response(request)
            if not _is_public(response):
                return response
            stored = _keep(response)
            _kept(key, stored, KEEP_S)
        return _answer(request, stored)


def _may_be_kept(request: HttpRequest) -> bool:
    """Tell whether the question alone allows a kept answer."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        # Second pages of a list are made anew: there are as many as there are numbers.
        and not request.META.get("QUERY_STRING")
        and _is_asked_by_its_own_port(request)
    )


def _is_asked_by_its_own_port(request: HttpRequest) -> bool:
    """Tell whether the host names no port or the one we listen on: others would fill the cache."""
    _host, _colon, port = request.headers.get("Host", "").rpartition(":")
    return not port.isdecimal() or port == request.META.get("SERVER_PORT")


def _is_public(response: HttpResponseBase) -> bool:
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == 200
        and not response.cookies
        and isinstance(response, HttpResponse)
    )


def _key(request: HttpRequest) -> str:
    """Include scheme and host, whose addresses stand in the page, and the static files' version."""
    version = f"{_generation()} {getattr(staticfiles_storage, 'manifest_hash', '')}"
    return hashlib.sha256(f"{version} {request.build_absolute_uri()}".encode()).hexdigest()


def _keep(response: HttpResponseBase) -> KeptPage:
    content: bytes = response.content  # type: ignore[attr-defined]  # _is_public saw to it
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    # The pages hold no secret of a reader, so that compressing them gives nothing away.
    return KeptPage(
        body=gzip.compress(content, 9, mtime=0),
        etag=f'"{hashlib.sha256(content).hexdigest()[:24]}"',
        headers=headers,
    )


def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    """Build the answer anew: compressed where the reader takes it, 304 where they have it."""
    response: HttpResponse
    if kept.etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.body, headers=kept.headers)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(kept.body), headers=kept.headers)
    response["ETag"] = kept.etag
    # In no cache but the reader's own: nothing could call a page back from others.
    response["Cache-Control"] = f"private, max-age={BROWSER_S}"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
