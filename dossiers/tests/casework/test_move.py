"""A dossier moves with all it holds; rights from above are those of the new place."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.casework.move import move_dossier
from dossiers.errors import RefusedError
from dossiers.models import Document, Dossier, JournalEntry
from dossiers.sharing.boundaries import set_inheritance
from dossiers.sharing.grants import give_role
from dossiers.sharing.units import place_unit
from dossiers.tests.factories import DossierFactory, UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, GrantCause

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["registration_worker", "social_worker", "superuser"])
def test_who_does_not_share_here_and_file_there_moves_nothing(world: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        move_dossier(dossier=world.family, into=world.units["health"], by=world.users[name])

    assert Dossier.objects.get(pk=world.family.pk).unit == world.units["social_work"]


def test_rights_and_papers_follow_and_the_reference_stays(world: World) -> None:
    supervisor = world.users["supervisor"]
    assert world.family in Dossier.objects.visible_to(supervisor)
    reference = world.family.reference

    move_dossier(dossier=world.family, into=world.units["health"], by=world.users["director"])

    moved = Dossier.objects.get(pk=world.family.pk)
    assert moved.reference == reference
    assert moved not in Dossier.objects.visible_to(supervisor)
    paper = Document.objects.get(pk=world.papers[ConfidentialityClass.MEDICAL].pk)
    assert paper.unit == world.units["health"]
    assert paper in Document.objects.visible_to(world.users["health_officer"])
    assert JournalEntry.objects.filter(detail__verb="moved", folder_id=moved.pk).exists()


def test_a_dossier_lies_in_a_dossier_but_no_deeper(world: World) -> None:
    director = world.users["director"]
    move_dossier(dossier=world.others, into=world.family, by=director)
    third = DossierFactory(unit=world.units["social_work"])

    for dossier, into in ((third, world.others), (world.family, third), (third, third)):
        with pytest.raises(RefusedError):
            move_dossier(dossier=dossier, into=into, by=director)

    world.others.refresh_from_db()
    assert (world.others.parent, world.others.depth) == (world.family, 2)


def test_a_move_that_leaves_nobody_to_share_is_refused(world: World) -> None:
    world.grant("supervisor", Role.SCANNING_DESK, world.units["education"])
    lonely = DossierFactory(unit=world.units["social_work"])
    for grant in world.units["aman"].grants.filter(role=Role.DIRECTOR):
        grant.user.is_active = False
        grant.user.save()

    with pytest.raises(RefusedError):
        move_dossier(dossier=lonely, into=world.units["education"], by=world.users["supervisor"])


def test_nobody_moves_a_dossier_to_where_they_hold_it_for_longer(world: World) -> None:
    user = UserFactory()
    for unit, until in (
        (world.units["social_work"], timezone.now() + timedelta(days=1)),
        (world.units["health"], None),
    ):
        give_role(
            folder=unit,
            to=user,
            role=Role.SUPERVISOR,
            cause=GrantCause.UNIT_DEFAULT,
            by=None,
            valid_until=until,
        )

    with pytest.raises(RefusedError):
        move_dossier(dossier=world.family, into=world.units["health"], by=user)

    assert Dossier.objects.get(pk=world.family.pk).unit == world.units["social_work"]


def test_who_kept_something_inside_by_the_old_unit_leaves_with_the_move(world: World) -> None:
    supervisor = world.users["supervisor"]
    set_inheritance(dossier=world.family, inherits=False, protected=True, by=supervisor)

    move_dossier(dossier=world.family, into=world.units["health"], by=world.users["director"])

    assert not supervisor.has_perm(Permission.Dossier.FIND, world.family)
    assert world.users["director"].has_perm(Permission.Dossier.SHARE, world.family)


def test_a_unit_is_not_put_where_its_author_holds_more(world: World) -> None:
    director = UserFactory()
    give_role(
        folder=world.units["health"],
        to=director,
        role=Role.DIRECTOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=None,
    )
    unit = world.units["social_work"]
    unit.parent = world.units["health"]

    with pytest.raises(RefusedError):
        place_unit(unit=unit, by=director)

    assert not director.has_perm(Permission.Dossier.FIND, world.family)
