"""Resumable upload by tus 1.0.0 (tus.io): creation, termination, expiration, checksum.

Speaks the protocol and nothing else; what arrives is kept by `dossiers.intake.capture.resumable`.
A wrong person, a lost right and an unknown address get the same 404.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from dossiers.intake.capture.outcome import Outcome, as_plain, outcome_of
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError
from dossiers.models import Original, User
from dossiers.storage.disk_space import DiskFullError, telling_of_a_full_disk
from dossiers.storage.partial_files import PIECE_BYTES, OffsetConflictError
from dossiers.storage.private_files import StoreAwayError
from dossiers.storage.quota import QuotaReachedError
from dossiers.web.filing_rights import LAST_UNIT, filing_units, require_filing
from dossiers.web.numbers import MOST_BYTES, whole_number
from dossiers.web.request import AuthenticatedRequest

from . import resumable
from .resumable import PartialUpload

VERSION = "1.0.0"
BODY_TYPE = "application/offset+octet-stream"
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
# A body with a checksum is held in memory until it is proved.
CHECKED_BODY_BYTES = 8 * PIECE_BYTES
READ_BYTES = 64 * 1024
CHECKSUM_MISMATCH = 460

View = Callable[..., HttpResponse]


class ProtocolError(Exception):
    """A request that tus does not know so; answered by its status and nothing more."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def speaks_tus(view: View) -> View:
    """Answer OPTIONS, ask for the version, and give every answer the headers of tus."""

    @wraps(view)
    def answer(request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_filing(request.user)
        try:
            with telling_of_a_full_disk():
                response = view(request, *args, **kwargs)
        except ProtocolError as error:
            response = HttpResponse(status=error.status)
        except DiskFullError as error:
            response = JsonResponse({"reason": error.reason}, status=507)
        except QuotaReachedError as error:
            response = JsonResponse({"reason": error.reason}, status=413)
        except Refusal as refusal:
            status = 413 if refusal.code == "too_large" else 422
            response = JsonResponse({"reason": str(refusal.reason)}, status=status)
        response.headers["Tus-Resumable"] = VERSION
        if request.method == "OPTIONS" or response.status_code == 412:
            for name, value in _abilities().items():
                response.headers[name] = value
        return response

    return answer


@speaks_tus
def start(request: AuthenticatedRequest) -> HttpResponse:
    """Make room for a file; its address comes in `Location`."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != "POST":
        raise ProtocolError(405)
    _require_version(request)
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    if "unit" not in metadata:
        raise ProtocolError(400)
    units = {unit.uid: unit for unit in filing_units(request.user)}
    unit = units.get(metadata["unit"])
    if unit is None:
        raise Http404
    try:
        arrival = resumable.begin(
            name=metadata.get("filename", ""),
            length=_whole(request, "Upload-Length"),
            unit=unit,
            by=request.user,
        )
    except resumable.TooManyError:
        reason = _("Too many files are being sent. Wait until some have arrived.")
        return JsonResponse({"reason": reason}, status=429)
    request.session[LAST_UNIT] = unit.uid
    response = _progress(arrival, status=201)
    response.headers["Location"] = reverse("dossiers:arrival", args=[arrival.uid])
    return response


@speaks_tus
def one(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Carry one arrival on, ask how far it is, give it up, or ask what became of it."""
    method = request.method or ""
    if method == "POST":
        # For proxies that know neither PATCH nor DELETE.
        method = request.headers.get("X-HTTP-Method-Override", "POST").upper()
    if method == "OPTIONS":
        return HttpResponse(status=204)
    arrival = resumable.find(uid, by=request.user)
    original = resumable.captured(uid, by=request.user) if arrival is None else None
    if arrival is None and original is None:
        raise Http404
    if method == "GET":
        return JsonResponse(as_plain(_outcome(arrival, original, request.user)))
    if method not in ("HEAD", "PATCH", "DELETE"):
        raise ProtocolError(405)
    _require_version(request)
    if arrival is None:
        return _tell_end(method, original)
    if method == "HEAD":
        return _tell_where(arrival, request.user)
    if method == "DELETE":
        # Another request may have been faster, and have captured it.
        if not resumable.give_up(arrival):
            original = resumable.captured(uid, by=request.user)
        return _tell_end(method, original) if original else HttpResponse(status=204)
    return _carry_on(request, arrival)


def _carry_on(request: AuthenticatedRequest, arrival: PartialUpload) -> HttpResponse:
    """Keep the body piece by piece, each on the disk before the next is read."""
    if request.content_type != BODY_TYPE:
        raise ProtocolError(415)
    at = _whole(request, "Upload-Offset")
    coming = whole_number(request.headers.get("Content-Length"), otherwise=0, most=MOST_BYTES)
    if at != arrival.pieces.size:
        raise ProtocolError(409)
    if at + coming > arrival.about.length:
        raise ProtocolError(413)
    try:
        with arrival.pieces.carried() as turn:
            for piece in _proved(request, coming):
                at = resumable.append(arrival, piece, at=at, turn=turn)
    except OffsetConflictError as error:
        raise ProtocolError(409) from error
    except FileNotFoundError as error:
        raise Http404 from error
    response = _progress(arrival, status=204, size=at)
    if at == arrival.about.length:
        _finish_quietly(arrival)
    return response


def _finish_quietly(arrival: PartialUpload) -> None:
    """Capture it; whoever was faster, a scanner or store away, is no trouble of the sender."""
    try:
        resumable.finish(arrival)
    except (ScannerAwayError, StoreAwayError, FileNotFoundError):
        return


def _outcome(arrival: PartialUpload | None, original: Original | None, user: User) -> Outcome:
    """Say what became of a file, capturing it now if that was not done."""
    if original is not None:
        return outcome_of(original, by=user)
    if arrival is None or not arrival.is_whole:
        raise ProtocolError(409)
    name = arrival.about.name
    try:
        return outcome_of(resumable.finish(arrival).original, by=user)
    except ScannerAwayError:
        reason = _(
            "It has arrived and is waiting for the virus scanner; it will be added automatically."
        )
        return Outcome(name=name, is_captured=False, reason=reason, is_waiting=True)
    except StoreAwayError:
        reason = _(
            "It has arrived and is waiting for the store of documents;"
            " it will be added automatically."
        )
        return Outcome(name=name, is_captured=False, reason=reason, is_waiting=True)
    except FileNotFoundError as error:
        captured = resumable.captured(arrival.uid, by=user)
        if captured is None:
            raise Http404 from error
        return outcome_of(captured, by=user)


def _tell_where(arrival: PartialUpload, user: User) -> HttpResponse:
    """Say where to go on: at the end, if it was captured while this was asked.

    Any other answer than that would have a script send the whole file once more.
    """
    try:
        arrival.pieces.acquire()
        with arrival.pieces.locked():
            return _progress(arrival, status=200)
    except FileNotFoundError as error:
        original = resumable.captured(arrival.uid, by=user)
        if original is None:
            raise Http404 from error
        return _tell_end("HEAD", original)


def _tell_end(method: str, original: Original | None) -> HttpResponse:
    """Answer for an arrival that is captured: it is whole, and nothing can be added."""
    if method != "HEAD" or original is None:
        raise ProtocolError(409 if method == "PATCH" else 405)
    size = str(original.size_bytes)
    return HttpResponse(headers={"Upload-Offset": size, "Upload-Length": size})


def _progress(arrival: PartialUpload, *, status: int, size: int | None = None) -> HttpResponse:
    at = arrival.pieces.size if size is None else size
    # Captured by somebody quicker, it has no age any more.
    age_s = min(arrival.pieces.age_s, resumable.KEPT_S)
    headers = {
        "Upload-Offset": str(at),
        "Upload-Length": str(arrival.about.length),
        "Upload-Expires": http_date(time.time() + resumable.KEPT_S - age_s),
    }
    return HttpResponse(status=status, headers=headers)


def _proved(request: AuthenticatedRequest, coming: int) -> Iterator[bytes]:
    """Yield the body in pieces; one with a checksum as a whole, when it is proved."""
    checksum = request.headers.get("Upload-Checksum")
    if checksum is None:
        yield from _pieces(request)
        return
    algorithm, _space, expected = checksum.partition(" ")
    if algorithm not in CHECKSUMS:
        raise ProtocolError(400)
    if coming > CHECKED_BODY_BYTES:
        raise ProtocolError(413)
    body = b"".join(_pieces(request))
    computed = base64.b64encode(CHECKSUMS[algorithm](body).digest()).decode()
    if len(body) != coming or not hmac.compare_digest(computed, expected.strip()):
        raise ProtocolError(CHECKSUM_MISMATCH)
    yield body


def _pieces(request: AuthenticatedRequest) -> Iterator[bytes]:
    """Yield what comes, also of a body whose line is cut in the middle."""
    piece = bytearray()
    while True:
        try:
            part = request.read(READ_BYTES)
        except UnreadablePostError:
            part = b""
        piece += part
        if len(piece) >= PIECE_BYTES or (piece and not part):
            yield bytes(piece)
            piece.clear()
        if not part:
            return


def _metadata(header: str) -> dict[str, str]:
    """Read `Upload-Metadata`: pairs of a key and its value in Base64."""
    metadata = {}
    for pair in header.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            metadata[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ProtocolError(400) from error
    return metadata


def _whole(request: AuthenticatedRequest, header: str) -> int:
    number = whole_number(request.headers.get(header), otherwise=None, most=MOST_BYTES)
    if number is None:
        raise ProtocolError(400)
    return number


def _require_version(request: AuthenticatedRequest) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise ProtocolError(412)


def _abilities() -> dict[str, str]:
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,termination,expiration,checksum",
        "Tus-Max-Size": str(settings.AMAN_UPLOAD_MAX_BYTES),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }
