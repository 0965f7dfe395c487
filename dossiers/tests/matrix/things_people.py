"""People, and two of them merged, as the pages about merging address them."""

from dossiers.people.merge import merge_people
from dossiers.tests.factories import MembershipFactory, PersonFactory
from dossiers.tests.world import World


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Make them."""
    twin = PersonFactory(arabic="يوسف العلوى")
    MembershipFactory(dossier=world.family, person=twin)
    child = world.family.memberships.exclude(person__in=[world.mother.person, twin]).get().person
    merge = merge_people(kept=child, gone=twin, reason="نفس الطفل", by=world.users["director"])
    people = {
        "in own": world.mother.person,
        "in others": world.others.memberships.get().person,
        "in hidden": world.hidden.memberships.get().person,
    }
    return {
        "person": {state: [person.uid] for state, person in people.items()},
        "merge": {"in own": [merge.uid]},
    }
