"""Looking for the dossier of a paper: what is found, what is told, what the journal keeps."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import JournalEntry
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction

pytestmark = pytest.mark.django_db


def post(client: Client, world: World, **data: Any) -> HttpResponse:
    return client.post(reverse("dossiers:file", args=[world.tray_paper.uid]), data)


def test_what_one_may_not_find_is_no_candidate(clerk: Client, world: World) -> None:
    by_name = post(clerk, world, find="زينب المخفية", do="find")
    by_reference = post(clerk, world, find="2026/0014", do="find")

    assert by_name.context["desk"].candidates == []
    assert by_reference.context["desk"].candidates == []


def test_what_one_may_find_but_not_file_in_is_no_candidate(client: Client, world: World) -> None:
    world.grant("educator", Role.SCANNING_DESK, world.units["civil_registration"])
    client.force_login(world.users["educator"])

    assert post(client, world, find="Oubella", do="find").context["desk"].candidates == []


@pytest.mark.parametrize(
    "typed",
    ["رقيه اوبلا", "Rkia Oubella", "2026/0012", "٢٠٢٦/٠٠١٢", "2026-12", "0012", "٢٠٢٦ ٠٠١٢"],
)
def test_a_family_is_found_by_name_in_either_script_or_reference(
    clerk: Client, world: World, typed: str
) -> None:
    desk = post(clerk, world, find=typed, do="find").context["desk"]

    assert [candidate.dossier for candidate in desk.candidates] == [world.family]
    line = JournalEntry.objects.get(action=JournalAction.SEARCH)
    assert line.detail["found"] == 1
    assert typed not in str(line.detail) + line.thing


def test_who_may_only_find_is_told_names_and_reference_alone(clerk: Client, world: World) -> None:
    shown = post(clerk, world, find="يوسف العلوي", do="find").content.decode()

    assert "2026/0012" in shown
    assert "2014" not in shown
    assert "رقية أوبلا" not in shown


def test_who_may_open_the_dossier_is_told_birth_and_mother(client: Client, world: World) -> None:
    client.force_login(world.users["registration_worker"])

    shown = post(client, world, find="يوسف العلوي", do="find").content.decode()

    assert "2014" in shown
    assert "رقية أوبلا" in shown


def test_enter_means_the_search_while_nothing_is_chosen(clerk: Client, world: World) -> None:
    desk = post(clerk, world, find="Oubella", kind="EC01").context["desk"]

    assert [candidate.dossier for candidate in desk.candidates] == [world.family]


def test_each_step_keeps_what_was_typed(clerk: Client, world: World) -> None:
    typed = {"kind": "EC01", "act_number": "17", "issued_hijri": "رجب"}

    shown = post(clerk, world, take=world.family.uid, **typed).content.decode()

    assert 'value="17"' in shown
    assert 'value="رجب"' in shown
    assert (
        post(clerk, world, take=world.family.uid, **typed).context["desk"].paper["kind"].value()
        == "EC01"
    )


def test_taking_a_dossier_lists_its_people_and_is_journaled(clerk: Client, world: World) -> None:
    desk = post(clerk, world, take=world.family.uid).context["desk"]

    assert {row.person.name_arabic for row in desk.members} == {"رقية أوبلا", "يوسف العلوي"}
    line = JournalEntry.objects.get(action=JournalAction.VIEW)
    assert (line.folder_id, line.actor_id) == (
        world.family.pk,
        world.users["scanning_desk"].pk,
    )


def test_a_new_dossier_is_offered_after_looking_only(clerk: Client, world: World) -> None:
    before = clerk.get(reverse("dossiers:file", args=[world.tray_paper.uid])).content.decode()
    after = post(clerk, world, find="Nobody Known", do="find").content.decode()

    assert 'value="new"' not in before
    assert 'value="new"' in after


def test_the_name_looked_for_stands_in_the_new_dossier(clerk: Client, world: World) -> None:
    arabic = post(clerk, world, find="سعيدة", do="new").context["desk"].new
    latin = post(clerk, world, find="Saida", do="new").context["desk"].new

    assert arabic["arabic"].value() == "سعيدة"
    assert latin["latin"].value() == "Saida"
