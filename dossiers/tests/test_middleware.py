"""The area is closed by where an address is, not by what its view remembers to ask."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from dossiers.models import JournalEntry
from dossiers.tests.factories import UserFactory
from dossiers.vocabulary import JournalAction

NOBODYS_UID = "AAAAAAAAAAAAAAAA"


def area_addresses():
    """Return the address of every pattern of the archive; fail if none is found."""

    def walk(resolver, inside):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, inside or pattern.namespace == "dossiers")
            elif inside and isinstance(pattern, URLPattern):
                values = {
                    name: 1 if isinstance(converter, IntConverter) else NOBODYS_UID
                    for name, converter in pattern.pattern.converters.items()
                }
                yield reverse(f"dossiers:{pattern.name}", kwargs=values)

    addresses = sorted(set(walk(get_resolver(), inside=False)))
    assert len(addresses) > 8, "The walk does not find the archive: its tests would prove nothing."
    return addresses


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_area_sends_a_stranger_to_the_sign_in_page(client, db, method):
    for address in area_addresses():
        response = getattr(client, method)(address)
        assert response.status_code == 302, address
        assert "/account/login/" in response["Location"], address
    assert not JournalEntry.objects.exclude(action=JournalAction.LOGIN_FAILED).exists()


def test_no_answer_of_the_area_is_kept_by_a_browser_not_even_a_refusal(client, db):
    client.force_login(UserFactory())

    for address in area_addresses():
        response = client.get(address)
        assert "no-store" in response["Cache-Control"], address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert "noindex" in response["X-Robots-Tag"], address
