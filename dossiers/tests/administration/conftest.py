"""Who acts in the administration."""

import pytest
from django.test import Client

from dossiers.tests.world import World


@pytest.fixture
def technician(client: Client, world: World) -> Client:
    """The technical administrator."""
    client.force_login(world.users["superuser"])
    return client
