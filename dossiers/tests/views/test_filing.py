"""Filing: who may, what is asked, and that database and journal hold all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import Document, Dossier, JournalEntry, Person
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import STAFF, World, make_world
from dossiers.vocabulary import Class, DocumentState, DossierState, JournalAction, OriginalPlace

pytestmark = pytest.mark.django_db

# All hold the right to file on the centre, whose tray holds the paper.
MAY_FILE = {"scanning_desk", "registration_worker", "director"}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def clerk(client: Client, world: World) -> Client:
    client.force_login(world.users["scanning_desk"])
    return client


def address(document: Document) -> str:
    return reverse("dossiers:file", args=[document.uid])


def post(client: Client, world: World, **data: Any) -> HttpResponse:
    return client.post(address(world.tray_paper), data)


def filing(world: World, **changes: Any) -> dict[str, Any]:
    told = {"kind": "EC01", "dossier": world.family.uid, "people": [world.mother.person.uid]}
    return told | {"do": "file"} | changes


def journal_of(verb: str) -> list[JournalEntry]:
    lines = JournalEntry.objects.filter(action=JournalAction.CHANGE)
    return [line for line in lines if line.detail.get("verb") == verb]


def assert_still_waits(world: World) -> None:
    world.tray_paper.refresh_from_db()
    assert (world.tray_paper.state, world.tray_paper.dossier) == (DocumentState.READ, None)
    assert journal_of("filed") == []


# --- Who may


@pytest.mark.parametrize("user", sorted(set(STAFF) - MAY_FILE - {"left"}))
def test_a_paper_of_a_foreign_tray_is_not_there(client: Client, world: World, user: str) -> None:
    client.force_login(world.users[user])

    assert client.get(address(world.tray_paper)).status_code == 404
    assert post(client, world, **filing(world)).status_code == 404
    assert_still_waits(world)


def test_a_filed_paper_is_not_there_for_the_desk(clerk: Client, world: World) -> None:
    assert clerk.get(address(world.papers[Class.CIVIL])).status_code == 404


@pytest.mark.parametrize("dossier", ["hidden", "closed"])
def test_a_dossier_one_may_not_file_in_cannot_be_chosen(
    clerk: Client, world: World, dossier: str
) -> None:
    Dossier.objects.filter(pk=world.others.pk).update(state=DossierState.CLOSED)
    uid = {"hidden": world.hidden.uid, "closed": world.others.uid}[dossier]

    taken = post(clerk, world, take=uid)
    filed = post(clerk, world, **filing(world, dossier=uid, people=[]))

    assert taken.context["desk"].dossier is None
    assert filed.status_code == 422
    assert_still_waits(world)


def test_after_filing_the_desk_cannot_read_the_paper_again(clerk: Client, world: World) -> None:
    post(clerk, world, **filing(world))

    assert clerk.get(reverse("dossiers:document", args=[world.tray_paper.uid])).status_code == 404


# --- What is asked


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": ""}, id="no kind"),
        pytest.param({"kind": "ZZ99"}, id="unknown kind"),
        pytest.param({"issued_on": "2999-01-01"}, id="a day to come"),
        pytest.param({"issued_on": "32/13/2020"}, id="no day at all"),
        pytest.param({"act_year": "12"}, id="no year of an act"),
        pytest.param({"people": ["nobody"]}, id="a stranger"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_filed(
    clerk: Client, world: World, changes: dict[str, Any]
) -> None:
    answer = post(clerk, world, **filing(world, **changes))

    assert answer.status_code == 422
    assert_still_waits(world)


def test_somebody_of_another_dossier_is_refused(clerk: Client, world: World) -> None:
    stranger = Person.objects.exclude(memberships__dossier=world.family).first()

    assert post(clerk, world, **filing(world, people=[stranger.uid])).status_code == 422
    assert_still_waits(world)


def test_a_paper_without_a_dossier_is_not_filed(clerk: Client, world: World) -> None:
    answer = post(clerk, world, kind="EC01", do="file")

    assert answer.status_code == 422
    assert_still_waits(world)


def test_a_paper_still_being_read_shows_no_form(clerk: Client, world: World) -> None:
    waiting = DocumentFactory(unit=world.units["civil_registration"])

    shown = clerk.get(address(waiting)).content.decode()
    filed = clerk.post(address(waiting), filing(world))

    assert "data-filing" not in shown
    assert filed.status_code == 422
    waiting.refresh_from_db()
    assert waiting.state == DocumentState.CAPTURED


def test_filing_keeps_every_field_with_plain_digits(clerk: Client, world: World) -> None:
    post(
        clerk,
        world,
        **filing(
            world,
            issued_on="٠٢/٠٣/٢٠٢٦",
            issued_hijri="12 رمضان 1447",
            act_number="\u200f١٢٣",
            act_year="1447",
            act_office="  تارودانت   الشمالية ",
            original_place=OriginalPlace.RETURNED,
        ),
    )

    paper = Document.objects.get(pk=world.tray_paper.pk)
    assert (paper.state, paper.dossier, paper.paper_class) == (
        DocumentState.FILED,
        world.family,
        Class.CIVIL,
    )
    assert list(paper.people.all()) == [world.mother.person]
    assert (paper.issued_on, paper.act_number, paper.act_year) == (date(2026, 3, 2), "123", 1447)
    assert (paper.issued_hijri, paper.act_office, paper.original_place) == (
        "12 رمضان 1447",
        "تارودانت الشمالية",
        OriginalPlace.RETURNED,
    )


def test_the_journal_tells_who_filed_what_where(clerk: Client, world: World) -> None:
    post(clerk, world, **filing(world))

    [line] = journal_of("filed")
    assert (line.actor_id, line.dossier_id, line.thing, line.detail["kind"]) == (
        world.users["scanning_desk"].pk,
        world.family.pk,
        f"document {world.tray_paper.pk}",
        "EC01",
    )


# --- The way through the tray


def test_after_filing_comes_the_next_paper_and_the_reference(clerk: Client, world: World) -> None:
    following = DocumentFactory(read=True, unit=world.units["civil_registration"])
    DocumentFactory(unit=world.units["civil_registration"])

    answer = clerk.post(address(world.tray_paper), filing(world), follow=True)

    assert answer.redirect_chain[0][0] == address(following)
    assert "2026/0012" in answer.content.decode()


def test_after_the_last_paper_comes_the_tray(clerk: Client, world: World) -> None:
    answer = post(clerk, world, **filing(world))

    assert answer.headers["Location"] == reverse("dossiers:tray")


def test_a_second_click_says_that_it_is_filed(clerk: Client, world: World) -> None:
    post(clerk, world, **filing(world))

    again = post(clerk, world, **filing(world))

    assert again.headers["Location"] == reverse("dossiers:tray")
    assert len(journal_of("filed")) == 1


# --- Looking for the dossier


def test_what_one_may_not_find_is_no_candidate(clerk: Client, world: World) -> None:
    by_name = post(clerk, world, find="زينب المخفية", do="find")
    by_reference = post(clerk, world, find="2026/0014", do="find")

    assert by_name.context["desk"].candidates == []
    assert by_reference.context["desk"].candidates == []


def test_what_one_may_find_but_not_file_in_is_no_candidate(client: Client, world: World) -> None:
    world.grant("educator", Role.SCANNING_DESK, world.units["civil_registration"])
    client.force_login(world.users["educator"])

    assert post(client, world, find="Oubella", do="find").context["desk"].candidates == []


@pytest.mark.parametrize("typed", ["رقيه اوبلا", "Rkia Oubella", "2026/0012", "٢٠٢٦/٠٠١٢"])
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
    assert (line.dossier_id, line.actor_id) == (
        world.family.pk,
        world.users["scanning_desk"].pk,
    )


# --- A new dossier


def new_dossier(world: World, **changes: Any) -> dict[str, Any]:
    told = {"unit": world.units["health"].uid, "latin": "Aïcha Amrani", "role": "child"}
    told |= {"sex": "female", "birth_date": "2019-04-05"} | changes
    return {"do": "file", "new": "1", "kind": "SA05"} | {f"new-{k}": v for k, v in told.items()}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"latin": ""}, id="no name"),
        pytest.param({"latin": "عائشة"}, id="Arabic in the Latin field"),
        pytest.param({"arabic": "Aicha"}, id="Latin in the Arabic field"),
        pytest.param({"birth_date": "2999-01-01"}, id="born in the future"),
        pytest.param({"unit": "elsewhere"}, id="no unit"),
    ],
)
def test_a_new_dossier_that_cannot_be_is_not_opened(
    clerk: Client, world: World, changes: dict[str, str]
) -> None:
    before = Dossier.objects.count()

    assert post(clerk, world, **new_dossier(world, **changes)).status_code == 422

    assert Dossier.objects.count() == before
    assert_still_waits(world)


def test_a_new_dossier_in_a_foreign_unit_is_refused(client: Client, world: World) -> None:
    world.grant("educator", Role.SCANNING_DESK, world.units["civil_registration"])
    client.force_login(world.users["educator"])

    answer = post(client, world, **new_dossier(world, unit=world.units["health"].uid))

    assert answer.status_code == 422
    assert_still_waits(world)


def test_when_filing_fails_the_new_dossier_is_not_there_either(clerk: Client, world: World) -> None:
    Document.objects.filter(pk=world.tray_paper.pk).update(state=DocumentState.CAPTURED)
    before = (Dossier.objects.count(), Person.objects.count(), JournalEntry.objects.count())

    answer = post(clerk, world, **new_dossier(world))

    assert answer.status_code == 422
    after = (Dossier.objects.count(), Person.objects.count(), JournalEntry.objects.count())
    assert after == before


def test_a_new_dossier_is_opened_with_its_people_and_the_paper(clerk: Client, world: World) -> None:
    post(clerk, world, **new_dossier(world, arabic="عائشة أمراني", mother="فاطمة"))

    paper = Document.objects.get(pk=world.tray_paper.pk)
    child = paper.people.get()
    assert (paper.dossier.unit.code, paper.paper_class) == ("health", Class.MEDICAL)
    assert (child.name_arabic, child.name_latin) == ("عائشة أمراني", "Aïcha Amrani")
    assert child.birth_date == date(2019, 4, 5)
    roles = paper.dossier.memberships.values_list("role", flat=True)
    assert sorted(roles) == ["child", "mother"]
    assert len(journal_of("created")) == 1


def test_a_new_dossier_is_offered_after_looking_only(clerk: Client, world: World) -> None:
    before = clerk.get(address(world.tray_paper)).content.decode()
    after = post(clerk, world, find="Nobody Known", do="find").content.decode()

    assert 'value="new"' not in before
    assert 'value="new"' in after


def test_the_name_looked_for_stands_in_the_new_dossier(clerk: Client, world: World) -> None:
    arabic = post(clerk, world, find="سعيدة", do="new").context["desk"].new
    latin = post(clerk, world, find="Saida", do="new").context["desk"].new

    assert arabic["arabic"].value() == "سعيدة"
    assert latin["latin"].value() == "Saida"


# --- The screen


def test_the_screen_shows_every_side_through_the_doors(clerk: Client, world: World) -> None:
    PageFactory(document=world.tray_paper, number=2)

    shown = clerk.get(address(world.tray_paper)).content.decode()

    for number in (1, 2):
        assert reverse("dossiers:page_image", args=[world.tray_paper.uid, number]) in shown


def test_the_same_file_is_told_of(clerk: Client, world: World) -> None:
    DocumentFactory(read=True, unit=world.units["health"], sha256=world.tray_paper.sha256)

    assert clerk.get(address(world.tray_paper)).context["notice"]


def test_the_same_file_in_a_hidden_dossier_is_not_told_of(clerk: Client, world: World) -> None:
    DocumentFactory(filed=True, dossier=world.hidden, sha256=world.tray_paper.sha256)

    assert clerk.get(address(world.tray_paper)).context["notice"] == ""
