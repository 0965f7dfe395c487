"""Nobody gives more than they hold, nor for longer, nor to themselves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext

from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.casework.actions import create_dossier
from dossiers.errors import RefusedError
from dossiers.models import Dossier, Grant, User
from dossiers.sharing.actions import change_share, end_share, name_responsible, share
from dossiers.sharing.break_glass import UNREVIEWED_MAX, break_glass, review_break_glass
from dossiers.sharing.grants import end_grant, give_role
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db


def own_grant(user: User) -> Grant:
    return Grant.objects.in_force().get(user=user)


class TestTheJournal:
    """To read it is a right like any other."""

    @pytest.mark.parametrize("to", ["supervisor", "educator"])
    def test_a_supervisor_makes_no_auditor_of_themselves_nor_of_others(self, world, to):
        unit, supervisor = world.units["social_work"], world.users["supervisor"]

        with pytest.raises(RefusedError):
            share(place=unit, to=world.users[to], role=Role.AUDITOR, by=supervisor)

        assert not supervisor.has_perm(Permission.Unit.READ_JOURNAL, unit)

    def test_a_director_of_a_unit_makes_no_auditor(self, world):
        world.grant("supervisor", Role.DIRECTOR, world.units["social_work"])

        with pytest.raises(RefusedError):
            share(
                place=world.units["social_work"],
                to=world.users["educator"],
                role=Role.AUDITOR,
                by=world.users["supervisor"],
            )

    def test_a_director_of_the_centre_names_an_auditor_but_never_themselves(self, world):
        director, group = world.users["director"], Group.objects.create(name="الإدارة")
        director.groups.add(group)

        for to in (director, group):
            with pytest.raises(RefusedError):
                share(place=world.units["aman"], to=to, role=Role.AUDITOR, by=director)
        share(place=world.units["aman"], to=world.users["educator"], role=Role.AUDITOR, by=director)

        assert not director.has_perm(Permission.Unit.READ_JOURNAL, world.units["aman"])
        assert world.users["educator"].has_perm(Permission.Unit.READ_JOURNAL, world.units["aman"])

    def test_who_reads_the_journal_there_gives_it_on(self, world):
        supervisor, unit = world.users["supervisor"], world.units["social_work"]
        world.grant("supervisor", Role.AUDITOR, unit)

        share(place=unit, to=world.users["educator"], role=Role.AUDITOR, by=supervisor)

        assert world.users["educator"].has_perm(Permission.Unit.READ_JOURNAL, unit)


class TestTime:
    """Nobody gives for longer than they hold."""

    @pytest.mark.parametrize("days", [None, 2])
    def test_a_stand_in_gives_nothing_for_longer_than_they_stand_in(self, world, stand_in, days):
        until = timezone.now() + timedelta(days=days) if days else None

        with pytest.raises(RefusedError):
            share(
                place=world.family,
                to=world.users["other_social_worker"],
                role=Role.READER,
                by=stand_in,
                valid_until=until,
            )
        share(
            place=world.family,
            to=world.users["other_social_worker"],
            role=Role.READER,
            by=stand_in,
            valid_until=timezone.now() + timedelta(hours=5),
        )

        other = world.users["other_social_worker"]
        assert other.has_perm(Permission.Dossier.VIEW, world.family)

    def test_a_stand_in_prolongs_the_grant_of_nobody_beyond_their_own(self, world, stand_in):
        with pytest.raises(RefusedError):
            change_share(
                grant=Grant.objects.get(user=world.users["educator"]),
                role=Role.READER,
                by=stand_in,
            )

    def test_a_stand_in_names_no_responsible_for_good(self, world, stand_in):
        with pytest.raises(RefusedError):
            name_responsible(dossier=world.family, to=world.users["educator"], by=stand_in)

        assert Dossier.objects.get(pk=world.family.pk).responsible is None


class TestOneself:
    """Nobody changes a grant of their own, nor gives themselves one."""

    @pytest.mark.parametrize("days", [None, 30, 0.5])
    def test_nobody_changes_their_own_grant(self, stand_in, days):
        grant = own_grant(stand_in)
        until = timezone.now() + timedelta(days=days) if days else None

        with pytest.raises(RefusedError):
            change_share(grant=grant, role=Role.SUPERVISOR, by=stand_in, valid_until=until)

        assert own_grant(stand_in) == grant

    def test_nobody_shares_with_themselves_or_their_group(self, world):
        supervisor, group = world.users["supervisor"], Group.objects.create(name="فريق")
        supervisor.groups.add(group)

        for to in (supervisor, group):
            with pytest.raises(RefusedError):
                share(place=world.family, to=to, role=Role.READER, by=supervisor)

        assert not Grant.objects.filter(folder=world.family.pk, user=supervisor).exists()

    def test_nobody_names_themselves_responsible(self, world):
        supervisor = world.users["supervisor"]

        with pytest.raises(RefusedError):
            name_responsible(dossier=world.family, to=supervisor, by=supervisor)
        with pytest.raises(RefusedError):
            create_dossier(unit=world.units["social_work"], by=supervisor, responsible=supervisor)

    def test_who_does_not_hold_all_of_it_opens_no_dossier_for_a_responsible(self, world):
        with pytest.raises(RefusedError):
            create_dossier(
                unit=world.units["social_work"],
                by=world.users["registration_worker"],
                responsible=world.users["educator"],
            )

    def test_ones_own_role_is_given_up(self, world, stand_in):
        end_share(grant=own_grant(stand_in), by=stand_in)

        assert not stand_in.has_perm(Permission.Dossier.FIND, world.family)


class TestGroups:
    """To put somebody into a group that holds roles is to give these roles."""

    @pytest.fixture
    def group(self, world: World) -> Group:
        group = Group.objects.create(name="مشرفون")
        give_role(
            folder=world.units["social_work"],
            to=group,
            role=Role.SUPERVISOR,
            cause=GrantCause.UNIT_DEFAULT,
            by=None,
        )
        return group

    @pytest.mark.parametrize("who", ["superuser", "supervisor", "director"])
    def test_nobody_joins_such_a_group_by_themselves(self, world, group, who):
        user = world.users[who]

        with LogContext(user=user), pytest.raises(PermissionDenied), transaction.atomic():
            user.groups.add(group)

        assert not group.user_set.exists()

    def test_who_could_not_give_the_role_puts_nobody_into_the_group(self, world, group):
        educator = world.users["educator"]

        superuser = world.users["superuser"]

        with LogContext(user=superuser), pytest.raises(PermissionDenied), transaction.atomic():
            group.user_set.add(educator)
        assert not educator.has_perm(Permission.Dossier.SHARE, world.family)
        with LogContext(user=world.users["director"]):
            group.user_set.add(educator)

        assert educator.has_perm(Permission.Dossier.SHARE, world.family)

    def test_a_group_without_roles_in_the_archive_is_kept_by_whoever_keeps_groups(self, world):
        editors, superuser = Group.objects.create(name="محررون"), world.users["superuser"]

        with LogContext(user=superuser):
            superuser.groups.add(editors)

        assert superuser in editors.user_set.all()


def test_the_glass_is_no_way_of_working(world: World) -> None:
    worker, reason = world.users["registration_worker"], "طفل في المستشفى والوثائق مطلوبة الآن"
    for _ in range(UNREVIEWED_MAX):
        end_grant(grant=break_glass(dossier=world.family, reason=reason, by=worker), by=None)

    with pytest.raises(RefusedError):
        break_glass(dossier=world.family, reason=reason, by=worker)
    review_break_glass(
        grant=Grant.objects.filter(cause=GrantCause.BREAK_GLASS).first(),
        finding="justified",
        by=world.users["director"],
    )

    assert break_glass(dossier=world.family, reason=reason, by=worker).pk
