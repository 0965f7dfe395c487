"""The town, with a second technical administrator."""

import pytest
from allauth.mfa.models import Authenticator

from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """The invented town, with a second technical administrator and an educator with a factor."""
    world.users["admin2"] = UserFactory(username="admin2", is_superuser=True)
    Authenticator.objects.create(user=world.users["educator"], type="totp", data={"secret": "x"})
    return world
