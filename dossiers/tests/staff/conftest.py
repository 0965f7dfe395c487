"""Who works here in the tests about staff."""

from collections.abc import Callable

import pytest
from django.test import Client

from dossiers.access.roles import Role
from dossiers.models import User
from dossiers.staff.actions.invitations import Names
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World

PASSWORD = "argan-oil-and-bread"  # of invented people
NAMES = Names(arabic="سلمى بنعلي", latin="Salma Benali", language="fr", username="salma")

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def passwords(world: World) -> None:
    """Give passwords to those who can sign in."""
    for name in ("director", "superuser", "supervisor", "social_worker"):
        user = world.users[name]
        user.choose_password(PASSWORD)
        user.save()


@pytest.fixture
def helper(world: World) -> User:
    """Return somebody with a role on social work alone, whose head is the supervisor."""
    user = world.users["helper"] = UserFactory(
        username="helper", name_arabic="هدى العيادي", name_latin="Houda El Ayadi"
    )
    user.choose_password(PASSWORD)
    user.save()
    world.grant("helper", Role.SOCIAL_WORKER, world.units["social_work"])
    return user
