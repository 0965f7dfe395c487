"""What most tests of the archive begin with."""

import pytest

from dossiers.tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The town."""
    return make_world()
