"""The bare address of the site: it leads to the start page in the reader's language."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponseRedirect:
    """Follow what the browser asks for; Arabic when it asks for none of ours."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
