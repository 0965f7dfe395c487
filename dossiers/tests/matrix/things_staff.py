"""Accounts in the relations to those who ask that the pages about staff tell apart."""

from dossiers.access.roles import Role
from dossiers.tests.factories import UserFactory
from dossiers.tests.matrix.table import Arguments
from dossiers.tests.world import World


def make_things(world: World) -> Arguments:
    """Return the account of one person for each relation."""
    world.users["helper"] = UserFactory(username="helper")
    world.grant("helper", Role.SOCIAL_WORKER, world.units["social_work"])
    world.users["gone"] = UserFactory(username="gone", is_active=False)
    names = ("helper", "educator", "scanning_desk", "director", "gone")
    return {"account": {name: [world.users[name].pk] for name in names}}
