"""Both questions answered: who can see this, and what can this person see; with causes."""

import csv
import io

import pytest

from dossiers.access.roles import Role
from dossiers.models import JournalEntry
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["registration_worker", "educator", "superuser", "web_editor"])
def test_who_neither_shares_nor_audits_gets_no_report(world: World, name: str) -> None:
    client, person = signed_in(world.users[name]), world.users["director"].pk
    pages = [
        address("dossier_access", world.family.uid),
        address("dossier_access_export", world.family.uid),
        address("document_access", world.papers["medical"].uid),
        address("unit_access", world.units["social_work"].uid),
        address("person_access", person),
        address("person_access_export", person),
        address("staff"),
    ]

    assert {client.get(page).status_code for page in pages} == {404}


def test_the_report_of_a_dossier_names_people_with_cause_and_place(world: World) -> None:
    answer = signed_in(world.users["social_worker"]).get(
        address("dossier_access", world.family.uid)
    )

    people = {row.user.username: row for row in answer.context["people"]}
    assert set(people) == {
        "auditor",
        "director",
        "educator",
        "health_officer",
        "registration_worker",
        "scanning_desk",
        "social_worker",
        "supervisor",
    }
    assert people["director"].causes[0].is_inherited
    assert people["director"].causes[0].where == str(world.units["aman"])
    assert not people["educator"].causes[0].is_inherited


def test_who_has_left_is_in_no_report(world: World) -> None:
    page = signed_in(world.users["director"]).get(address("dossier_access", world.family.uid))

    assert "left" not in {row.user.username for row in page.context["people"]}


def test_the_report_of_a_paper_names_who_reads_its_class(world: World) -> None:
    url = address("document_access", world.papers[ConfidentialityClass.MEDICAL].uid)

    page = signed_in(world.users["social_worker"]).get(url)

    names = {row.user.username for row in page.context["people"]}
    assert names == {"director", "health_officer", "social_worker", "supervisor"}


def test_the_export_opens_in_a_spreadsheet_and_is_noted(world: World) -> None:
    world.users["educator"].first_name = "=HYPERLINK(1)"
    world.users["educator"].save()

    answer = signed_in(world.users["auditor"]).get(
        address("dossier_access_export", world.family.uid)
    )

    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 9
    assert any(row[0] == "'=HYPERLINK(1)" for row in rows)
    assert "رقية" not in text
    assert JournalEntry.objects.filter(action="export", folder_id=world.family.pk).exists()


def test_a_person_report_lists_only_what_its_reader_may_report_on(world: World) -> None:
    url = address("person_access", world.users["registration_worker"].pk)

    mine = signed_in(world.users["social_worker"]).get(url)
    all_of_them = signed_in(world.users["director"]).get(url)

    assert [row.dossier for row in mine.context["rows"]] == [world.family]
    assert {row.dossier for row in all_of_them.context["rows"]} == {world.family, world.others}


def test_an_auditor_sees_references_and_no_names(world: World) -> None:
    client, person = signed_in(world.users["auditor"]), world.users["director"].pk

    page = client.get(address("person_access", person)).content.decode()
    export = client.get(address("person_access_export", person)).content.decode("utf-8-sig")

    for text in (page, export):
        assert world.family.reference in text
        assert "رقية" not in text
        assert "Benali" not in text


def test_a_protected_dossier_is_in_nobodys_report_who_may_not_know_of_it(world: World) -> None:
    url = address("person_access", world.users["other_social_worker"].pk)

    page = signed_in(world.users["director"]).get(url).content.decode()

    assert world.others.reference in page
    assert world.hidden.reference not in page


def test_who_has_left_sees_nothing(world: World) -> None:
    page = signed_in(world.users["director"]).get(address("person_access", world.users["left"].pk))

    assert page.context["rows"] == []
    assert page.context["units"] == []


def test_reports_cost_the_same_for_few_and_many_dossiers(
    world: World, django_assert_max_num_queries: object
) -> None:
    client = signed_in(world.users["director"])
    for _ in range(3):
        world.grant("educator", Role.READER, world.others)

    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(address("person_access", world.users["educator"].pk))
