"""What a paper's printed words suggest to a reader, and what they never tell."""

import pytest

from dossiers.access.roles import Role
from dossiers.intake.suggestions.for_reader import suggestions_for
from dossiers.models import Document, JournalEntry, Suggestion
from dossiers.tests.factories import MembershipFactory, PageFactory, PersonFactory
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction, SuggestedField
from search import api

pytestmark = pytest.mark.django_db


def printed(
    document: Document, shown: str, *, field: str = SuggestedField.PERSON, **values: object
) -> Suggestion:
    values = {"confidence": 0.9, "page": document.pages.first(), **values}
    return Suggestion.objects.create(document=document, field=field, shown=shown, **values)


def of_field(world: World, user: str, field: SuggestedField) -> list[str]:
    shown = suggestions_for(world.tray_paper, user=world.users[user])
    return [one.label for one in shown if one.field == field and not one.is_unknown]


def test_reader_who_may_not_see_the_paper_is_told_nothing(world: World) -> None:
    printed(world.tray_paper, "رقية أوبلا")

    assert suggestions_for(world.tray_paper, user=world.users["educator"]) == []
    assert not JournalEntry.objects.filter(action=JournalAction.SEARCH).exists()


def test_people_of_a_protected_dossier_are_not_told(world: World) -> None:
    printed(world.tray_paper, "زينب المخفية")
    printed(world.tray_paper, world.hidden.uid, field="dossier", value=world.hidden.uid)
    printed(world.tray_paper, "2026/0014", field="dossier", value="2026/0014")

    [printed_name] = suggestions_for(world.tray_paper, user=world.users["scanning_desk"])
    # What stands on the paper, as it would if nobody bore the name.
    assert printed_name.is_unknown
    assert (printed_name.value, printed_name.dossier) == ("", "")


def test_dossier_that_one_may_find_but_not_file_in_is_not_told(world: World) -> None:
    world.grant("educator", Role.SCANNING_DESK, world.units["civil_registration"])
    printed(world.tray_paper, "رقية أوبلا")

    assert of_field(world, "educator", SuggestedField.PERSON) == []
    assert of_field(world, "educator", SuggestedField.DOSSIER) == []


def test_cover_sheet_that_was_set_aside_offers_its_dossier(world: World) -> None:
    file = world.tray_paper.pages.get().original
    sheet = PageFactory(
        document=None, number=0, original=file, original_number=9, sheet_code="abc.EC01"
    )
    printed(world.tray_paper, "", field="dossier", value=world.family.uid, page=sheet)

    shown = suggestions_for(world.tray_paper, user=world.users["scanning_desk"])

    told = [(one.value, one.dossier, one.is_of_sheet) for one in shown]
    assert told == [(world.family.uid, world.family.uid, True)]


def test_dossier_told_by_code_and_by_its_people_is_offered_once(world: World) -> None:
    printed(world.tray_paper, "2026/0012", field="dossier", value="2026/0012")
    printed(world.tray_paper, world.family.uid, field="dossier", value=world.family.uid)
    printed(world.tray_paper, "Rkia Oubella")

    assert of_field(world, "scanning_desk", SuggestedField.DOSSIER) == ["2026/0012"]


@pytest.mark.parametrize("name", ["رقيه اوبلا", "OUBELLA Rkia"])
def test_printed_name_leads_to_person_and_dossier_through_either_script(
    world: World, name: str
) -> None:
    printed(world.tray_paper, name, left=10, top=20, right=300, bottom=60)

    person, dossier = suggestions_for(world.tray_paper, user=world.users["scanning_desk"])

    assert (person.field, person.value) == ("person", world.mother.person.uid)
    assert (dossier.field, dossier.value) == ("dossier", world.family.uid)
    assert (person.printed, person.page, person.box) == (name, 1, (10, 20, 300, 60))
    assert person.dossier == world.family.uid


def test_dossier_grows_surer_with_each_of_its_people_named(world: World) -> None:
    other = MembershipFactory(person=PersonFactory(latin="Rkia Oubella"), dossier=world.others)
    api.index([f"member:{other.pk}"])
    printed(world.tray_paper, "Rkia Oubella")
    printed(world.tray_paper, "يوسف العلوي")

    assert of_field(world, "director", SuggestedField.DOSSIER) == ["2026/0012", "2026/0013"]


def test_looking_up_printed_names_is_journaled_without_a_name(world: World) -> None:
    printed(world.tray_paper, "Rkia Oubella")

    suggestions_for(world.tray_paper, user=world.users["scanning_desk"])

    line = JournalEntry.objects.get(action=JournalAction.SEARCH)
    assert (line.detail["names"], line.detail["found"]) == (1, 1)
    assert "Oubella" not in str(line.detail) + line.thing


def test_reference_on_the_paper_is_its_dossier(world: World) -> None:
    printed(world.tray_paper, "2026/0012", field="dossier", value="2026/0012")

    assert of_field(world, "scanning_desk", SuggestedField.DOSSIER) == ["2026/0012"]


def test_kind_is_told_by_its_name_and_an_unknown_code_not_at_all(world: World) -> None:
    printed(world.tray_paper, "نسخة موجزة", field="kind", value="EC01")
    printed(world.tray_paper, "???", field="kind", value="ZZ99")

    shown = suggestions_for(world.tray_paper, user=world.users["scanning_desk"])

    assert [(one.value, one.printed) for one in shown] == [("EC01", "نسخة موجزة")]


def test_page_read_badly_makes_its_paper_one_to_check(world: World) -> None:
    assert world.tray_paper.is_to_check is False

    PageFactory(document=world.tray_paper, number=2, confidence=40.0)

    assert world.tray_paper.is_to_check is True


def test_blank_page_is_nothing_to_check(world: World) -> None:
    page = PageFactory(document=world.tray_paper, number=2, confidence=0.0, is_blank=True)

    assert world.tray_paper.is_to_check is False
    assert page.is_to_check is False
