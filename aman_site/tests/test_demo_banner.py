"""The band of the demonstration stands on every page, and nowhere on a server."""

import pytest
from django.test import Client

from dossiers.tests.world import World

PAGES = [
    "/fr/account/login/",
    "/ar/account/2fa/",
    "/ar/dossiers/",
    "/en/dossiers/notices/",
    "/fr/report/",
    "/fr/search/",
    "/fr/nothing-here/",
    "/admin/",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_band_stands_on_every_page_of_the_demonstration_alone(
    client: Client, world: World, settings, page
) -> None:
    if "login" not in page:
        client.force_login(world.users["superuser"])
    assert "demo-banner" not in client.get(page).content.decode()

    settings.AMAN_EMBEDDED_DEMO = True

    assert "demo-banner" in client.get(page).content.decode()
