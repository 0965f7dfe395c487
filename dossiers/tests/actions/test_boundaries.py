"""A boundary shuts out whom the preview names, and keeps inside who must stay."""

import pytest
from django.core.exceptions import PermissionDenied

from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.actions.boundaries import draw_boundary, preview_boundary
from dossiers.actions.sharing import end_share, share
from dossiers.models import Dossier, Grant
from dossiers.tests.factories import DossierFactory, UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db


def protect(world: World, by: str = "social_worker") -> None:
    draw_boundary(dossier=world.family, inherits=False, protected=True, by=world.users[by])


def test_who_may_not_share_draws_no_boundary(world: World) -> None:
    with pytest.raises(PermissionDenied):
        protect(world, by="registration_worker")

    assert not Dossier.objects.get(pk=world.family.pk).protected


def test_director_and_auditor_stay_inside_and_the_others_go(world: World) -> None:
    protect(world)

    director, auditor = world.users["director"], world.users["auditor"]
    assert world.family in Dossier.objects.visible_to(director)
    assert auditor.has_perm(Permission.Dossier.READ_JOURNAL, world.family)
    assert not auditor.has_perm(Permission.Dossier.FIND, world.family)
    for name in ("supervisor", "registration_worker", "scanning_desk", "left"):
        assert world.family not in Dossier.objects.visible_to(world.users[name], Right.FIND)


def test_the_responsible_stays_even_without_a_grant_of_their_own(world: World) -> None:
    dossier = DossierFactory(unit=world.units["social_work"], responsible=world.users["supervisor"])

    draw_boundary(dossier=dossier, inherits=False, protected=True, by=world.users["director"])

    assert world.users["supervisor"].has_perm(Permission.Dossier.SHARE, dossier)


def test_preview_says_nothing_changes_where_it_does_not(world: World) -> None:
    changes = preview_boundary(
        dossier=world.hidden,
        inherits=False,
        protected=True,
        by=world.users["other_social_worker"],
    )

    # The director gets in: an old boundary had left them outside.
    assert [change.user for change in changes if change.lost] == []


def test_a_new_director_gets_inside_old_boundaries_and_a_former_one_leaves(world: World) -> None:
    protect(world)
    centre, newcomer = world.units["aman"], UserFactory()

    share(place=centre, to=newcomer, role=Role.DIRECTOR, by=world.users["director"])
    assert world.family in Dossier.objects.visible_to(newcomer)

    end_share(grant=Grant.objects.get(folder=centre.pk, user=newcomer), by=world.users["director"])
    assert world.family not in Dossier.objects.visible_to(newcomer, Right.FIND)


def test_drawing_twice_gives_nothing_twice(world: World) -> None:
    for _ in range(2):
        protect(world)

    kept = Grant.objects.in_force().filter(cause=GrantCause.PROTECTION, folder=world.family.pk)
    assert sorted((grant.user.username, grant.role) for grant in kept) == [
        ("auditor", Role.AUDITOR),
        ("director", Role.DIRECTOR),
        ("left", Role.DIRECTOR),
    ]
