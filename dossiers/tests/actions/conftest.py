"""Who acts in the tests of the actions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.actions.grants import give_role
from dossiers.models import User
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause


@pytest.fixture
def desk(world: World) -> User:
    """Somebody at the scanning desk."""
    return world.users["scanning_desk"]


@pytest.fixture
def stand_in(world: World) -> User:
    """A supervisor until tomorrow."""
    user = UserFactory()
    give_role(
        folder=world.units["social_work"],
        to=user,
        role=Role.SUPERVISOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=world.users["director"],
        valid_until=timezone.now() + timedelta(days=1),
    )
    return user
