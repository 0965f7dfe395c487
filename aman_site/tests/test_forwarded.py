"""A request is believed about its own way only as far as our own proxies tell it."""

from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from aman_site.client_ip import ForwardedAddress


def address_seen(rf: RequestFactory, *, came_from: str, told: str | None) -> str:
    """Return the address that a view finds."""
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    extra = {} if told is None else {"headers": {"x-forwarded-for": told}}
    ForwardedAddress(view)(rf.get("/", REMOTE_ADDR=came_from, **extra))
    return seen[0]


def test_nothing_is_believed_by_default() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ForwardedAddress(lambda _request: HttpResponse())


def test_mistyped_network_stops_the_start(settings: Any) -> None:
    settings.AMAN_TRUSTED_PROXIES = ["10.0.0.300"]

    with pytest.raises(ValueError, match=r"10\.0\.0\.300"):
        ForwardedAddress(lambda _request: HttpResponse())


@pytest.mark.parametrize(
    ("came_from", "told", "seen"),
    [
        pytest.param("203.0.113.9", "198.51.100.7", "203.0.113.9", id="not through our proxy"),
        pytest.param("127.0.0.1", None, "127.0.0.1", id="our proxy tells nothing"),
        pytest.param("127.0.0.1", "198.51.100.7", "198.51.100.7", id="our proxy tells"),
        pytest.param("127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7", id="a claim before it"),
        pytest.param("127.0.0.1", "198.51.100.7, 10.0.0.5", "198.51.100.7", id="two of our own"),
        pytest.param("127.0.0.1", "2001:db8::1", "2001:db8::1", id="IPv6"),
    ],
)
def test_the_last_address_that_is_not_ours_counts(
    rf: RequestFactory, settings: Any, came_from: str, told: str | None, seen: str
) -> None:
    settings.AMAN_TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]

    assert address_seen(rf, came_from=came_from, told=told) == seen
