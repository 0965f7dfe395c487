"""What the ways into the tray add to the town."""

from dossiers.intake import arrivals
from dossiers.tests.world import World


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Let the scanning desk begin to send a file."""
    unit, desk = world.units["civil_registration"], world.users["scanning_desk"]
    arrival = arrivals.begin(name="scan.pdf", length=10, unit=unit, by=desk)
    return {"arrival": {"of the desk": [arrival.uid]}}
