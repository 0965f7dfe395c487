"""What is taken back is closed on the next request, by whatever way it was held."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.actions.grants import end_grant, give_role
from dossiers.models import Grant, JournalEntry
from dossiers.tests.world import World, make_world
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def page_of(world: World, client: Client) -> int:
    return client.get(reverse("dossiers:dossier", args=[world.family.uid])).status_code


def test_who_has_left_is_signed_out_by_their_next_click(world: World) -> None:
    client = Client()
    client.force_login(world.users["social_worker"])
    assert page_of(world, client) == 200

    world.users["social_worker"].is_active = False
    world.users["social_worker"].save()

    assert page_of(world, client) == 302


def test_an_ended_role_closes_the_dossier(world: World) -> None:
    client = Client()
    client.force_login(world.users["educator"])
    assert page_of(world, client) == 200

    end_grant(grant=Grant.objects.get(user=world.users["educator"]), by=None)

    assert page_of(world, client) == 404


def test_who_is_taken_out_of_a_group_loses_its_rights_and_the_journal_knows(world: World) -> None:
    group = Group.objects.create(name="مجموعة")
    give_role(folder=world.family, to=group, role=Role.READER, cause=GrantCause.SHARING, by=None)
    editor, client = world.users["web_editor"], Client()
    client.force_login(editor)
    editor.groups.add(group)
    assert page_of(world, client) == 200

    editor.groups.clear()

    assert page_of(world, client) == 404
    lines = JournalEntry.objects.filter(thing=f"user {editor.pk}").order_by("pk")
    assert [(line.detail["verb"], line.detail["holder"]) for line in lines] == [
        ("joined", f"group {group.pk}"),
        ("left", f"group {group.pk}"),
    ]


def test_no_page_of_the_area_is_kept_by_a_browser(world: World) -> None:
    client = Client()
    client.force_login(world.users["social_worker"])

    answer = client.get(reverse("dossiers:dossier_sharing", args=[world.family.uid]))
    refused = client.get(reverse("dossiers:dossier", args=[world.hidden.uid]))

    assert answer["Cache-Control"] == refused["Cache-Control"] == "no-store, private"
