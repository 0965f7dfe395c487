"""A request to reset the second factor of the educator."""

from dossiers.lost_factors.actions import ask_reset
from dossiers.tests.world import World


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Return the arguments that address the request."""
    reset = ask_reset(
        user=world.users["educator"],
        by=world.users["superuser"],
        reason="The telephone was lost at the market.",
    )
    return {"factor reset": {"educator": [reset.uid]}}
