"""What a request looks up once, and when it is looked up again."""

from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.access.visibility import request_cache
from dossiers.models import Dossier, FolderClosure
from dossiers.sharing.boundaries import set_inheritance


def test_a_boundary_drawn_in_the_middle_of_a_request_holds_at_once(world):
    worker = world.users["registration_worker"]

    with request_cache():
        assert world.others in Dossier.objects.visible_to(worker)
        set_inheritance(
            dossier=world.others,
            inherits=False,
            protected=False,
            by=world.users["other_social_worker"],
        )

        assert world.others not in Dossier.objects.visible_to(worker)
        assert world.others in Dossier.objects.visible_to(worker, Right.FIND)


def test_a_right_given_in_the_middle_of_a_request_holds_at_once(world):
    with request_cache():
        assert not Dossier.objects.visible_to(world.users["auditor"]).exists()
        world.grant("auditor", Role.READER, world.others)

        assert set(Dossier.objects.visible_to(world.users["auditor"])) == {world.others}


def test_reach_is_looked_up_once_for_all_rights_held_on_the_same_folders(
    world, django_assert_num_queries
):
    director = world.users["director"]

    with django_assert_num_queries(3), request_cache():
        # Holdings, reach, and the two lists in one.
        visible = Dossier.objects.visible_to(director)
        findable = Dossier.objects.visible_to(director, Right.FIND)
        assert (visible | findable).count() == 2


def test_one_request_knows_nothing_of_the_one_before(world):
    director = world.users["director"]
    with request_cache():
        assert Dossier.objects.visible_to(director).count() == 2
    FolderClosure.objects.all().delete()

    with request_cache():
        assert Dossier.objects.visible_to(director).count() == 0
