"""Who asks, when a proxy of ours stands between: the address it saw, and only if it is ours."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ForwardedAddress:
    """Put the reader's address where every limit looks for it: REMOTE_ADDR.

    Without AMAN_TRUSTED_PROXIES nothing that a request says of itself is believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.AMAN_TRUSTED_PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        # Whoever mistypes a network learns it at the start, not from a limit that never acts.
        self.proxies = [ip_network(name) for name in settings.AMAN_TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go back along the way the request says it came, as long as proxies of ours say so."""
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        while self._is_ours(request.META["REMOTE_ADDR"]) and (hop := forwarded.pop().strip()):
            request.META["REMOTE_ADDR"] = hop
            if not forwarded:
                break
        return self.get_response(request)

    def _is_ours(self, address: str) -> bool:
        try:
            known = ip_address(address)
        except ValueError:
            return False
        return any(known in proxies for proxies in self.proxies)
