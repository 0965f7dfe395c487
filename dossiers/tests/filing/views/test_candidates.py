"""The list while a name is typed: who gets it, what it holds, and which lines it leaves."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.journal import writer
from dossiers.models import JournalEntry, Membership
from dossiers.tests.factories import MembershipFactory, PersonFactory
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction
from search import api

pytestmark = pytest.mark.django_db


def type_name(client: Client, world: World, text: str) -> Any:
    address = reverse("dossiers:candidates", args=[world.tray_paper.uid])
    return client.post(address, {"find": text})


def press_enter(client: Client, world: World, text: str) -> Any:
    address = reverse("dossiers:file", args=[world.tray_paper.uid])
    return client.post(address, {"find": text, "do": "find"})


def searches() -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(action=JournalAction.SEARCH).order_by("pk"))


def test_whoever_has_another_tray_gets_no_list(client: Client, world: World) -> None:
    client.force_login(world.users["educator"])

    assert type_name(client, world, "Oubella").status_code == 404
    assert searches() == []


def test_what_one_may_not_find_is_not_listed(clerk: Client, world: World) -> None:
    shown = type_name(clerk, world, "زينب المخفية")

    assert shown.context["candidates"] == []
    assert searches()[0].detail["places"] == []


def test_the_answer_is_the_list_alone(clerk: Client, world: World) -> None:
    shown = type_name(clerk, world, "oubel").content.decode()

    assert world.family.uid in shown
    assert "<html" not in shown
    assert "<form" not in shown


def test_nothing_typed_is_no_search(clerk: Client, world: World) -> None:
    shown = type_name(clerk, world, " ")

    assert shown.context["candidates"] == []
    assert searches() == []


def test_typing_on_has_one_line_for_what_it_shows(clerk: Client, world: World) -> None:
    before = JournalEntry.objects.count()
    for text in ("oubel", "oubella", "Rkia Oubella"):
        assert world.family.uid in type_name(clerk, world, text).content.decode()

    [line] = searches()
    assert world.family.pk in line.detail["places"]
    assert line.detail["document"] == world.tray_paper.pk
    assert JournalEntry.objects.count() == before + 1
    assert "ubel" not in str(line.detail)


def test_a_dossier_that_comes_while_typing_on_has_its_line(clerk: Client, world: World) -> None:
    MembershipFactory(dossier=world.others, person=PersonFactory(latin="Oubella Naciri"))
    api.index([f"member:{pk}" for pk in Membership.objects.values_list("pk", flat=True)])

    type_name(clerk, world, "2026/0012")
    type_name(clerk, world, "Oubella")

    first, second = searches()
    assert first.detail["places"] == [world.family.pk]
    assert second.detail["places"] == [world.others.pk]


def test_a_colleague_s_lines_do_not_speak_for_oneself(clerk: Client, world: World) -> None:
    colleague = Client()
    colleague.force_login(world.users["registration_worker"])

    type_name(clerk, world, "Oubella")
    type_name(colleague, world, "Oubella")

    actors = {line.actor_id for line in searches() if world.family.pk in line.detail["places"]}
    assert actors == {world.users[name].pk for name in ("scanning_desk", "registration_worker")}


def test_after_a_minute_the_same_list_has_a_line_again(
    clerk: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_name(clerk, world, "Oubella")
    monkeypatch.setattr(writer, "TOLD_ONCE_IN", timedelta(0))
    type_name(clerk, world, "Oubella")

    assert [world.family.pk in line.detail["places"] for line in searches()] == [True, True]


def test_pressing_enter_after_typing_is_a_search_of_its_own(clerk: Client, world: World) -> None:
    type_name(clerk, world, "Oubella")
    press_enter(clerk, world, "Oubella")

    assert len(searches()) == 2


def test_what_enter_showed_is_not_told_again_while_typing(clerk: Client, world: World) -> None:
    press_enter(clerk, world, "Oubella")
    shown = type_name(clerk, world, "Rkia Oubella").content.decode()

    assert world.family.uid in shown
    assert len(searches()) == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_no_address_holds_what_is_typed(clerk: Client, world: World, method: str) -> None:
    address = reverse("dossiers:candidates", args=[world.tray_paper.uid])
    answer: Any = getattr(clerk, method)(address)

    assert answer.status_code == 405
