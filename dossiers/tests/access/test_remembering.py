"""What a request looks up once, and when it is looked up again."""

from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.access.visibility import remembering
from dossiers.models import Dossier, Reach
from dossiers.sharing.boundaries import draw_boundary


def test_a_boundary_drawn_in_the_middle_of_a_request_holds_at_once(world):
    worker = world.users["registration_worker"]

    with remembering():
        assert world.others in Dossier.objects.visible_to(worker)
        draw_boundary(
            dossier=world.others,
            inherits=False,
            protected=False,
            by=world.users["other_social_worker"],
        )

        assert world.others not in Dossier.objects.visible_to(worker)
        assert world.others in Dossier.objects.visible_to(worker, Right.FIND)


def test_a_right_given_in_the_middle_of_a_request_holds_at_once(world):
    with remembering():
        assert not Dossier.objects.visible_to(world.users["auditor"]).exists()
        world.grant("auditor", Role.READER, world.others)

        assert set(Dossier.objects.visible_to(world.users["auditor"])) == {world.others}


def test_reach_is_looked_up_once_for_all_rights_held_on_the_same_folders(
    world, django_assert_num_queries
):
    director = world.users["director"]

    with django_assert_num_queries(3), remembering():
        # Holdings, reach, and the two lists in one.
        visible = Dossier.objects.visible_to(director)
        findable = Dossier.objects.visible_to(director, Right.FIND)
        assert (visible | findable).count() == 2


def test_one_request_knows_nothing_of_the_one_before(world):
    director = world.users["director"]
    with remembering():
        assert Dossier.objects.visible_to(director).count() == 2
    Reach.objects.all().delete()

    with remembering():
        assert Dossier.objects.visible_to(director).count() == 0
