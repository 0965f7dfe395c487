"""A public page that was taken away answers 410, so that search engines forget it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_path
from wagtail.models import Page, Site

from publicsite.views.errors import error_page


class GonePagesMiddleware:
    """Look again at what was not found; stands before the redirects, which go first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Turn 404 into 410 where a published page once was."""
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD") and _is_gone(request):
            return error_page(request, 410)
        return response


def _is_gone(request: HttpRequest) -> bool:
    """Tell whether an unpublished page stands at this address."""
    language = get_language_from_path(request.path_info)
    roots = [root for root in Site.get_site_root_paths() if root.language_code == language]
    if language is None or not roots:
        return False
    rest = request.path_info.removeprefix(f"/{language}/").rstrip("/")
    return Page.objects.filter(
        url_path=f"{roots[0].root_path}{rest}/", live=False, first_published_at__isnull=False
    ).exists()
