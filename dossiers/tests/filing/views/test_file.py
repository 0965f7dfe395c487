"""Filing: who may, what is asked, and that database and journal hold all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import Document, Dossier, JournalEntry, Person
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import STAFF, World
from dossiers.vocabulary import (
    ConfidentialityClass,
    DocumentState,
    DossierState,
    JournalAction,
    OriginalPlace,
    PageFault,
)

pytestmark = pytest.mark.django_db

# All hold the right to file on the centre, whose tray holds the paper.
MAY_FILE = {"scanning_desk", "registration_worker", "director"}


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
    assert clerk.get(address(world.papers[ConfidentialityClass.CIVIL])).status_code == 404


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
        ConfidentialityClass.CIVIL,
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
    assert (line.actor_id, line.folder_id, line.thing, line.detail["kind"]) == (
        world.users["scanning_desk"].pk,
        world.family.pk,
        f"document {world.tray_paper.pk}",
        "EC01",
    )


def test_a_date_before_the_archive_is_refused(clerk: Client, world: World) -> None:
    assert post(clerk, world, **filing(world, issued_on="1202-03-04")).status_code == 422
    assert_still_waits(world)


def test_looking_for_nothing_is_told(clerk: Client, world: World) -> None:
    assert post(clerk, world, find=" ", do="find").context["desk"].errors


def test_another_dossier_may_be_looked_for_after_taking_one(clerk: Client, world: World) -> None:
    desk = post(clerk, world, dossier=world.family.uid, do="other").context["desk"]

    assert (desk.dossier, desk.new) == (None, None)


def test_the_only_person_of_a_dossier_is_proposed(clerk: Client, world: World) -> None:
    only = world.others.memberships.get().person

    assert post(clerk, world, take=world.others.uid).context["desk"].concerned == [only.uid]


def test_a_unit_lost_while_filing_answers_as_if_not_there(
    clerk: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_right(*_args: Any, **_fields: Any) -> None:
        raise PermissionDenied

    monkeypatch.setattr("dossiers.filing.file_from_desk.file_document", lose_right)

    assert post(clerk, world, **filing(world)).status_code == 404
    assert_still_waits(world)


# --- Somebody who is not in the dossier yet


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"other-birth_date": "2026-01-05"}, id="a birth without a name"),
        pytest.param({"other-arabic": "Salma"}, id="Latin in the Arabic field"),
    ],
)
def test_a_person_half_told_is_not_written(
    clerk: Client, world: World, told: dict[str, str]
) -> None:
    before = Person.objects.count()

    assert post(clerk, world, **filing(world), **told).status_code == 422

    assert Person.objects.count() == before
    assert_still_waits(world)


def test_a_newborn_joins_the_family_with_its_first_paper(clerk: Client, world: World) -> None:
    told = {"other-arabic": "سلمى العلوي", "other-role": "child", "other-sex": "female"}

    post(clerk, world, **filing(world, people=[]), **told)

    newborn = Document.objects.get(pk=world.tray_paper.pk).people.get()
    assert (newborn.name_arabic, newborn.sex) == ("سلمى العلوي", "female")
    assert newborn.memberships.get().dossier == world.family
    assert len(journal_of("person added")) == 1


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


def test_a_second_click_in_the_middle_of_the_first_says_so_too(
    clerk: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = {"state": DocumentState.FILED, "filed_by": world.users["scanning_desk"]}
    shelf = {"dossier": world.family, "kind": world.papers[ConfidentialityClass.CIVIL].kind}

    def be_slower(_desk: Any, **_sent: Any) -> None:
        Document.objects.filter(pk=world.tray_paper.pk).update(**filed, **shelf)
        raise PermissionDenied

    monkeypatch.setattr("dossiers.filing.views.file.file_from_desk", be_slower)

    assert post(clerk, world, **filing(world)).status_code == 302


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
    before = (Dossier.objects.count(), Person.objects.count())
    lines = set(JournalEntry.objects.values_list("pk", flat=True))
    answer = post(clerk, world, **new_dossier(world))

    assert answer.status_code == 422
    assert (Dossier.objects.count(), Person.objects.count()) == before
    told = JournalEntry.objects.exclude(pk__in=lines)
    assert {line.action for line in told} == {JournalAction.LIST}


def test_a_new_dossier_is_opened_with_its_people_and_the_paper(clerk: Client, world: World) -> None:
    post(clerk, world, **new_dossier(world, arabic="عائشة أمراني", mother="فاطمة"))

    paper = Document.objects.get(pk=world.tray_paper.pk)
    child = paper.people.get()
    assert (paper.dossier.unit.code, paper.paper_class) == ("health", ConfidentialityClass.MEDICAL)
    assert (child.name_arabic, child.name_latin) == ("عائشة أمراني", "Aïcha Amrani")
    assert child.birth_date == date(2019, 4, 5)
    roles = paper.dossier.memberships.values_list("role", flat=True)
    assert sorted(roles) == ["child", "mother"]
    assert len(journal_of("created")) == 1


# --- The screen


def test_the_screen_shows_every_side_through_the_doors(clerk: Client, world: World) -> None:
    PageFactory(document=world.tray_paper, number=2)

    shown = clerk.get(address(world.tray_paper)).content.decode()

    for number in (1, 2):
        assert reverse("dossiers:page_image", args=[world.tray_paper.uid, number]) in shown


def test_the_same_file_is_told_of(clerk: Client, world: World) -> None:
    twin = DocumentFactory(read=True, unit=world.units["health"])
    known = world.tray_paper.originals.get().sha256
    PageFactory(document=twin, original__sha256=known)

    assert clerk.get(address(world.tray_paper)).context["notice"]


def test_the_same_file_in_a_hidden_dossier_is_not_told_of(clerk: Client, world: World) -> None:
    twin = DocumentFactory(filed=True, dossier=world.hidden)
    PageFactory(document=twin, original__sha256=world.tray_paper.originals.get().sha256)

    assert clerk.get(address(world.tray_paper)).context["notice"] == ""


def test_a_paper_to_be_scanned_again_says_so_and_may_be_kept(client: Client, world: World) -> None:
    Document.objects.filter(pk=world.tray_paper.pk).update(state=DocumentState.RESCAN)
    client.force_login(world.users["scanning_desk"])

    said = client.get(reverse("dossiers:file", args=[world.tray_paper.uid])).content.decode()

    assert reverse("dossiers:retry", args=[world.tray_paper.uid]) in said
    assert "data-filing" not in said


def test_a_bad_picture_is_told_where_it_is_filed(client: Client, world: World) -> None:
    world.tray_paper.pages.update(quality=[PageFault.BLURRED])
    client.force_login(world.users["scanning_desk"])

    said = client.get(reverse("dossiers:file", args=[world.tray_paper.uid])).content.decode()

    assert "الصورة غير واضحة" in said
