"""Who acts in the tests of the actions."""

import pytest

from dossiers.models import User
from dossiers.tests.world import World


@pytest.fixture
def desk(world: World) -> User:
    """Somebody at the scanning desk."""
    return world.users["scanning_desk"]
