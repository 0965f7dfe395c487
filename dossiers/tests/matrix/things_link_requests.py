"""Requests about people, as the page that answers them addresses them."""

from dossiers.access.roles import Role
from dossiers.models import LinkRequest
from dossiers.tests.factories import DossierFactory, MembershipFactory
from dossiers.tests.world import World


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Let the scanning desk ask for two people, one of whom a boundary hides by now."""
    unit = world.units["social_work"]
    found = {
        "found in own": (DossierFactory(unit=unit), "social_worker"),
        "found in hidden": (DossierFactory(unit=unit, hidden=True), "other_social_worker"),
    }
    requests = {}
    for state, (dossier, responsible) in found.items():
        world.grant(responsible, Role.RESPONSIBLE, dossier)
        person = MembershipFactory(dossier=dossier).person
        asking = MembershipFactory(
            dossier=DossierFactory(unit=unit), person=person, is_confirmed=False
        )
        requests[state] = LinkRequest.objects.create(
            membership=asking, found_in=dossier, asked_by=world.users["scanning_desk"]
        )
    return {"link request": {state: [one.uid] for state, one in requests.items()}}
