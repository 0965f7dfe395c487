"""Whatever shows a person or a paper has a line that names its dossier, and one line is enough."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers import journal
from dossiers.access import shown
from dossiers.models import Document, Dossier, JournalEntry, Membership
from dossiers.tests.factories import MembershipFactory, PersonFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, DocumentState, JournalAction, MemberRole
from search import api

pytestmark = pytest.mark.django_db


def asked(
    world: World, user: str, name: str, *args: Any, data: dict[str, str] | None = None
) -> tuple[HttpResponse, set[int]]:
    """Ask for a page; return it and the dossiers and trays that the lines of this request name."""
    client = Client()
    client.force_login(world.users[user])
    last = JournalEntry.objects.order_by("pk").last()
    address = reverse(f"dossiers:{name}", args=args)
    answer: Any = client.get(address) if data is None else client.post(address, data)
    lines = JournalEntry.objects.filter(pk__gt=last.pk if last else 0)
    told = {line.folder_id for line in lines if line.folder_id}
    return answer, told | {place for line in lines for place in line.detail.get("places", [])}


def lines_written() -> int:
    """How many lines there are besides those of sign-ins."""
    return JournalEntry.objects.exclude(action=JournalAction.LOGIN).count()


def test_taking_a_suggestion_beside_a_chosen_dossier_names_it(world: World) -> None:
    data = {"use": "act_number 418", "dossier": world.family.uid}

    answer, told = asked(world, "scanning_desk", "file", world.tray_paper.uid, data=data)

    assert "رقية أوبلا" in answer.content.decode()
    assert world.family.pk in told


def test_a_refused_filing_names_the_dossier_whose_people_it_shows(world: World) -> None:
    data = {"do": "file", "dossier": world.family.uid}

    answer, told = asked(world, "scanning_desk", "file", world.tray_paper.uid, data=data)

    assert answer.status_code == 422
    assert {world.family.pk, world.tray_paper.unit_id} <= told


def test_comparing_two_records_names_the_dossiers_of_both(world: World) -> None:
    twin = MembershipFactory(
        dossier=world.others, person=PersonFactory(arabic="رقية أوبلا"), role=MemberRole.MOTHER
    )

    _answer, told = asked(
        world,
        "director",
        "person_merge",
        world.mother.person.uid,
        data={"other": twin.person.uid},
    )

    assert {world.family.pk, world.others.pk} <= told


def test_the_trash_names_the_dossiers_and_trays_of_what_lies_in_it(world: World) -> None:
    Document.objects.filter(
        pk__in=[world.papers[ConfidentialityClass.CIVIL].pk, world.tray_paper.pk]
    ).update(state=DocumentState.TRASHED)

    _answer, told = asked(world, "director", "trash")

    assert {world.family.pk, world.tray_paper.unit_id} <= told


def test_the_first_page_names_the_dossiers_that_were_opened_lately(world: World) -> None:
    asked(world, "director", "dossier", world.family.uid)

    answer, told = asked(world, "director", "home")

    assert "رقية أوبلا" in answer.content.decode()
    assert told == {world.family.pk}


def test_one_line_names_all_that_a_search_shows(world: World) -> None:
    for number in range(12):
        person = PersonFactory(arabic="رقية أوبلا")
        dossier = Dossier.objects.get(pk=world.others.pk if number % 2 else world.family.pk)
        MembershipFactory(dossier=dossier, person=person)
    api.index([f"member:{pk}" for pk in Membership.objects.values_list("pk", flat=True)])
    before = lines_written()

    _answer, told = asked(world, "director", "search", data={"q": "رقية أوبلا"})

    assert {world.family.pk, world.others.pk} <= told
    assert lines_written() == before + 1


def test_a_page_whose_own_line_names_the_dossier_has_no_second_one(world: World) -> None:
    before = lines_written()

    asked(world, "educator", "dossier", world.family.uid)

    assert lines_written() == before + 1


def test_an_answer_that_shows_nobody_leaves_no_line(world: World) -> None:
    before = lines_written()

    asked(world, "web_editor", "home")
    asked(world, "director", "notices")

    assert lines_written() == before


def test_people_who_are_only_compared_are_not_told_of(world: World) -> None:
    with shown.collecting() as seen, shown.comparing():
        list(Membership.objects.all())

    assert seen.places == set()


def test_what_cannot_be_written_down_is_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world, "director", "dossier", world.family.uid)

    def fail(*_args: Any, **_line: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(journal, "record_shown", fail)
    client = Client(raise_request_exception=False)
    client.force_login(world.users["director"])
    answer = client.get(reverse("dossiers:home"))

    assert answer.status_code == 500
    assert "رقية أوبلا" not in answer.content.decode()


def test_the_line_is_a_list_and_opens_nothing(world: World) -> None:
    asked(world, "director", "dossier", world.family.uid)
    asked(world, "director", "home")

    line = JournalEntry.objects.get(action=JournalAction.LIST)
    assert (line.folder_id, line.detail["door"]) == (world.family.pk, "home")
    assert list(journal.verify_chain()) == []


def test_a_tray_that_asks_by_itself_has_one_line_a_minute(world: World) -> None:
    for _poll in range(3):
        asked(world, "scanning_desk", "tray_status")

    line = JournalEntry.objects.get(action=JournalAction.LIST)
    assert line.folder_id == world.tray_paper.unit_id
