"""What a request may bring, decided before its body is read: little from readers, files from few.

Stands above the middleware that looks for the token of a form: that one reads the body.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.middleware import is_in_area
from dossiers.models import User
from dossiers.storage import quota
from dossiers.storage.disk_space import DiskFullError, require_room
from dossiers.web.numbers import MOST_BYTES, whole_number
from publicsite.views.errors import error_page

ARCHIVE_UPLOAD = "dossiers:upload"
# Where editors bring public pictures and files, and their own portrait.
EDITORS_UPLOADS = ("wagtailimages", "wagtaildocs")
EDITORS_ACCOUNT = "wagtailadmin_account"
# No form for readers is sent in parts, each of which costs as much as a hundred plain fields.
READER_PARTS_BYTES = 32 * 1024
FORM_OF_FILES = "multipart/form-data"


class RefusingHandler(FileUploadHandler):
    """Refuses a form at the first file in it."""

    def new_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse."""
        raise TooManyFilesSent("No files are taken here.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Never called: `new_file` refused."""
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Never called: `new_file` refused."""
        return None


class BodyLimits:
    """Refuse large bodies of readers, and files where nobody brings any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on: the view has to be known first."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Refuse by what is announced, without reading it."""
        size_bytes = _announced_bytes(request)
        if not size_bytes:
            return None
        if not request.user.is_authenticated:
            is_of_parts = request.content_type == FORM_OF_FILES
            most = READER_PARTS_BYTES if is_of_parts else settings.AMAN_READER_BODY_BYTES
            if is_in_area(request) and (is_of_parts or size_bytes > most):
                return _to_sign_in_without_files(request)
            request.upload_handlers = [RefusingHandler(request)]
            return None if size_bytes <= most else error_page(request, 413)
        if not _takes_files(request):
            request.upload_handlers = [RefusingHandler(request)]
        elif request.content_type == FORM_OF_FILES:
            return _require_room(request, size_bytes)
        return None


def _to_sign_in_without_files(request: HttpRequest) -> HttpResponse:
    """Say that the files did not arrive, to whoever was signed out while they chose them."""
    messages.warning(
        request, _("You were signed out before the files arrived. Choose them again afterwards.")
    )
    return redirect_to_login(reverse("dossiers:home"))


def _takes_files(request: HttpRequest) -> bool:
    """Tell whether this person may bring a file by the form at this address."""
    match = request.resolver_match
    if match is None:
        return False
    if match.view_name == ARCHIVE_UPLOAD:
        return True
    is_for_editors = (
        match.namespaces[:1] and match.namespaces[0].startswith(EDITORS_UPLOADS)
    ) or match.view_name == EDITORS_ACCOUNT
    return bool(is_for_editors) and request.user.has_perm("wagtailadmin.access_admin")


def _require_room(request: HttpRequest, size_bytes: int) -> HttpResponse | None:
    """Refuse what has no room on the disk or in the quota of this person."""
    try:
        require_room(size_bytes)
        quota.take(cast(User, request.user), size_bytes)
    except DiskFullError:
        return error_page(request, 507)
    except quota.QuotaReachedError:
        return error_page(request, 413, template="413_quota.html")
    return None


def _announced_bytes(request: HttpRequest) -> int:
    """Return the announced length; what is no number announces more than there is room for."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return whole_number(length, otherwise=MOST_BYTES, most=MOST_BYTES)
