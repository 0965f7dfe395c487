"""What is taken back is closed on the next request, by whatever way it was held."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.indexing.source import scope_of
from dossiers.models import Document, Dossier, Grant, JournalEntry, User
from dossiers.sharing.grants import end_grant, give_role
from dossiers.tests.matrix.things import PIXEL, give_stored_bytes
from dossiers.tests.world import WORD_OF_CLASS, World
from dossiers.vocabulary import ConfidentialityClass, DocumentState, GrantCause
from search import api
from search.entries import SearchQuery

pytestmark = pytest.mark.django_db


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
    editor.groups.add(group)
    client.force_login(editor)
    assert page_of(world, client) == 200

    editor.groups.clear()

    # The session is over; a new one sees nothing.
    assert page_of(world, client) == 302
    client.force_login(editor)
    assert page_of(world, client) == 404
    lines = JournalEntry.objects.filter(thing=f"user {editor.pk}", action="grant").order_by("pk")
    assert [(line.detail["verb"], line.detail["holder"]) for line in lines] == [
        ("joined", f"group {group.pk}"),
        ("left", f"group {group.pk}"),
    ]


def test_search_hits_counts_and_suggestions_end_with_the_role(world: World) -> None:
    worker, client = world.users["social_worker"], Client()
    client.force_login(worker)
    word = WORD_OF_CLASS[ConfidentialityClass.SCHOOL]
    assert found(client, "search", word, world.family.reference)
    assert found(client, "suggest", "رقية", world.family.reference)

    end_grant_even_of_the_last(world, worker)

    assert not found(client, "search", word, world.family.reference)
    assert not found(client, "suggest", "رقية", world.family.reference)
    scope = scope_of(worker)
    page = api.search(SearchQuery(text=word), scope=scope)
    assert (page.hits, page.total) == ((), 0)
    assert not any(page.facets.values())
    assert api.suggest(word, scope=scope) == ()
    assert api.find_people("رقية أوبلا", scope=scope) == []


def test_a_page_image_and_the_marked_copy_close_with_the_role(world: World) -> None:
    paper, client = world.papers[ConfidentialityClass.SCHOOL], Client()
    client.force_login(world.users["educator"])
    doors = [
        reverse("dossiers:page_image", args=[paper.uid, 1]),
        reverse("dossiers:page_thumbnail", args=[paper.uid, 1]),
        reverse("dossiers:copy", args=[paper.uid]),
    ]
    give_stored_bytes(paper)
    assert {client.get(door).status_code for door in doors} == {200}

    end_grant(grant=Grant.objects.get(user=world.users["educator"]), by=None)

    assert {client.get(door).status_code for door in doors} == {404}


def test_who_may_file_no_longer_sends_nothing_more_to_the_tray(world: World) -> None:
    clerk, client = world.users["scanning_desk"], Client()
    client.force_login(clerk)
    unit = world.units["civil_registration"]

    end_grant(grant=Grant.objects.get(user=clerk), by=None)
    sent = client.post(
        reverse("dossiers:upload"),
        {"unit": unit.uid, "papers": SimpleUploadedFile("x.png", PIXEL, "image/png")},
    )

    assert sent.status_code == 404
    assert Document.objects.filter(state=DocumentState.CAPTURED).count() == 0
    assert client.get(reverse("dossiers:file", args=[world.tray_paper.uid])).status_code == 404


def test_a_right_runs_out_by_itself(world: World) -> None:
    editor, client = world.users["web_editor"], Client()
    client.force_login(editor)
    give_role(
        folder=world.family,
        to=editor,
        role=Role.READER,
        cause=GrantCause.SHARING,
        by=None,
        valid_until=timezone.now() + timedelta(hours=1),
    )
    assert page_of(world, client) == 200

    later = timezone.now() + timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        assert not editor.has_perm(Permission.Dossier.VIEW, world.family)
        assert not Dossier.objects.visible_to(editor).exists()
        assert scope_of(editor).tokens == frozenset()


def found(client: Client, surface: str, typed: str, sign: str) -> bool:
    """Whether the page that answers what was typed shows this sign."""
    return sign in client.post(reverse(f"dossiers:{surface}"), {"q": typed}).content.decode()


def end_grant_even_of_the_last(world: World, user: User) -> None:
    """End what the user holds; somebody else stays who may share the dossier."""
    world.grant("director", Role.RESPONSIBLE, world.family)
    for grant in Grant.objects.filter(user=user):
        end_grant(grant=grant, by=None)


def test_no_page_of_the_area_is_kept_by_a_browser(world: World) -> None:
    client = Client()
    client.force_login(world.users["social_worker"])

    answer = client.get(reverse("dossiers:dossier_sharing", args=[world.family.uid]))
    refused = client.get(reverse("dossiers:dossier", args=[world.hidden.uid]))

    assert answer["Cache-Control"] == refused["Cache-Control"] == "no-store, private"
