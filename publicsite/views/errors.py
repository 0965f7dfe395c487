"""Error pages in the language of the address. None of them asks the database."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_from_path, get_language_from_request

from dossiers.public_door import give_up_reserve, is_disk_full

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: also what one may not see."""
    return error_page(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403."""
    return error_page(request, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when more was sent than is taken."""
    return error_page(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 507 when the disk is full; the language is read from the path, as middleware may
    not have run.
    """
    if is_disk_full(sys.exception()):
        give_up_reserve()
        return error_page(request, 507)
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 for a form that was open too long; the reason is for machines only."""
    return error_page(request, 403, template="403_csrf.html")


def error_page(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    """Render the template of `status` without context processors: they may query."""
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    with translation.override(language):
        response = render(None, template or f"{status}.html", status=status)
    response["Content-Language"] = language
    return response
