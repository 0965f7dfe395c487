"""A boundary shuts out whom the preview names, and keeps inside who must stay."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.models import Dossier, Grant, User
from dossiers.sharing.actions import change_share, end_share, share
from dossiers.sharing.boundaries import preview_boundary, set_inheritance
from dossiers.sharing.grants import end_grant, give_role
from dossiers.tests.factories import DossierFactory, UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db


def protect(world: World, by: str = "social_worker") -> None:
    set_inheritance(dossier=world.family, inherits=False, protected=True, by=world.users[by])


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

    set_inheritance(dossier=dossier, inherits=False, protected=True, by=world.users["director"])

    assert world.users["supervisor"].has_perm(Permission.Dossier.SHARE, dossier)


def test_preview_says_nothing_changes_where_it_does_not(world: World) -> None:
    preview = preview_boundary(
        dossier=world.hidden,
        inherits=False,
        protected=True,
        by=world.users["other_social_worker"],
    )

    # The director gets in: an old boundary had left them outside.
    assert [change.user for change in preview.changes if change.lost] == []
    assert not Grant.objects.filter(folder=world.hidden.pk, cause=GrantCause.PROTECTION).exists()


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


def in_two_days() -> object:
    later: datetime = timezone.now() + timedelta(days=2)
    return mock.patch("django.utils.timezone.now", lambda: later)


def test_who_draws_as_a_stand_in_stays_inside_no_longer_than_they_stand_in(
    world: World, stand_in: User
) -> None:
    set_inheritance(dossier=world.family, inherits=False, protected=True, by=stand_in)

    assert stand_in.has_perm(Permission.Dossier.SHARE, world.family)
    with in_two_days():
        assert world.family not in Dossier.objects.visible_to(stand_in, Right.FIND)


def test_what_is_kept_inside_ends_with_the_role_it_stands_for(world: World) -> None:
    supervisor = world.users["supervisor"]
    protect(world, by="supervisor")
    assert supervisor.has_perm(Permission.Dossier.SHARE, world.family)

    role = Grant.objects.get(user=supervisor, folder=world.units["social_work"].pk)
    end_share(grant=role, by=world.users["director"])

    assert not supervisor.has_perm(Permission.Dossier.FIND, world.family)


def test_a_role_that_is_shortened_shortens_what_is_kept_inside(world: World) -> None:
    supervisor = world.users["supervisor"]
    protect(world, by="supervisor")

    change_share(
        grant=Grant.objects.get(user=supervisor, folder=world.units["social_work"].pk),
        role=Role.SUPERVISOR,
        valid_until=timezone.now() + timedelta(days=1),
        by=world.users["director"],
    )

    assert supervisor.has_perm(Permission.Dossier.SHARE, world.family)
    with in_two_days():
        assert not supervisor.has_perm(Permission.Dossier.FIND, world.family)


def test_who_leaves_the_group_by_which_they_stand_inside_leaves_the_dossier(world: World) -> None:
    group, user = Group.objects.create(name="مشرفون"), UserFactory()
    user.groups.add(group)
    give_role(
        folder=world.units["social_work"],
        to=group,
        role=Role.SUPERVISOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=None,
    )
    set_inheritance(dossier=world.family, inherits=False, protected=True, by=user)
    assert user.has_perm(Permission.Dossier.SHARE, world.family)

    user.groups.clear()

    assert not user.has_perm(Permission.Dossier.FIND, world.family)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR])
def test_a_role_on_a_unit_given_later_opens_no_protected_dossier(world: World, role: Role) -> None:
    protect(world)
    newcomer = UserFactory()

    share(place=world.units["social_work"], to=newcomer, role=role, by=world.users["director"])

    for permission in (Permission.Dossier.FIND, Permission.Dossier.READ_JOURNAL):
        assert not newcomer.has_perm(permission, world.family)


def test_a_director_of_the_unit_who_stood_there_when_it_was_drawn_stays(world: World) -> None:
    newcomer = UserFactory()
    share(
        place=world.units["social_work"],
        to=newcomer,
        role=Role.DIRECTOR,
        by=world.users["director"],
    )

    protect(world)

    assert newcomer.has_perm(Permission.Dossier.SHARE, world.family)


def test_a_new_auditor_of_the_centre_reads_the_journal_inside_old_boundaries(world: World) -> None:
    protect(world)
    newcomer = UserFactory()

    share(place=world.units["aman"], to=newcomer, role=Role.AUDITOR, by=world.users["director"])

    assert newcomer.has_perm(Permission.Dossier.READ_JOURNAL, world.family)


def kept_of(world: World, name: str, dossier: Dossier) -> Grant:
    grants = Grant.objects.in_force().filter(cause=GrantCause.PROTECTION, folder=dossier.pk)
    return grants.get(user=world.users[name])


def test_only_a_director_of_the_centre_ends_what_somebody_keeps_inside(world: World) -> None:
    protect(world, by="supervisor")
    kept = kept_of(world, "supervisor", world.family)

    with pytest.raises(RefusedError):
        end_share(grant=kept, by=world.users["social_worker"])
    end_share(grant=kept, by=world.users["director"])

    assert not world.users["supervisor"].has_perm(Permission.Dossier.FIND, world.family)
    assert Dossier.objects.get(pk=world.family.pk).protected


def test_the_last_who_shares_inside_is_not_sent_away_by_a_director(world: World) -> None:
    alone = DossierFactory(unit=world.units["social_work"])
    set_inheritance(dossier=alone, inherits=False, protected=True, by=world.users["director"])
    for name in ("left", "auditor"):
        end_grant(grant=kept_of(world, name, alone), by=None)

    with pytest.raises(RefusedError):
        end_share(grant=kept_of(world, "director", alone), by=world.users["director"])


def lonely(world: World) -> Dossier:
    """A bounded dossier that nobody but its director shares, and no one above."""
    dossier = DossierFactory(unit=world.units["health"], cut_off=True)
    give_role(
        folder=dossier,
        to=world.users["educator"],
        role=Role.RESPONSIBLE,
        cause=GrantCause.PROTECTION,
        by=None,
    )
    Grant.objects.filter(role=Role.DIRECTOR).update(ended_at=timezone.now())
    return dossier


def test_a_boundary_is_not_lifted_when_nobody_would_be_left_who_shares(world: World) -> None:
    dossier, by = lonely(world), world.users["educator"]

    preview = preview_boundary(dossier=dossier, inherits=True, protected=False, by=by)
    with pytest.raises(RefusedError):
        set_inheritance(dossier=dossier, inherits=True, protected=False, by=by)

    assert preview.refusal
    assert by.has_perm(Permission.Dossier.SHARE, dossier)


def test_the_preview_says_that_who_lifts_it_can_share_no_longer(world: World) -> None:
    dossier, by = lonely(world), world.users["educator"]
    world.grant("supervisor", Role.SUPERVISOR, world.units["health"])

    preview = preview_boundary(dossier=dossier, inherits=True, protected=False, by=by)
    set_inheritance(dossier=dossier, inherits=True, protected=False, by=by)

    assert (preview.refusal, preview.stops_sharing(by)) == ("", True)
    assert not by.has_perm(Permission.Dossier.SHARE, dossier)
    assert world.users["supervisor"].has_perm(Permission.Dossier.SHARE, dossier)


def test_nobody_lifts_a_boundary_behind_which_they_would_hold_more(world: World) -> None:
    protect(world)
    guest = UserFactory()
    tomorrow = timezone.now() + timedelta(days=1)
    share(
        place=world.family,
        to=guest,
        role=Role.RESPONSIBLE,
        by=world.users["social_worker"],
        valid_until=tomorrow,
    )
    world.users["guest"] = guest
    world.grant("guest", Role.SUPERVISOR, world.units["social_work"])

    with pytest.raises(RefusedError):
        set_inheritance(dossier=world.family, inherits=True, protected=False, by=guest)

    assert Dossier.objects.get(pk=world.family.pk).protected
