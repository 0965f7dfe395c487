"""The page of a dossier: all of it, the little a finder may know, or nothing at all."""

import pytest

from dossiers.access.roles import Role
from dossiers.models import JournalEntry
from dossiers.tests.factories import DocumentFactory, DossierFactory, MembershipFactory
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState, JournalAction


def open_dossier(client, user, dossier):
    client.force_login(user)
    return client.get(f"/fr/dossiers/d/{dossier.uid}/")


def views(user):
    return JournalEntry.objects.filter(action=JournalAction.VIEW, actor_id=user.pk)


def shelves(response):
    return {shelf.paper_class for shelf in response.context["shelves"]}


def test_a_stranger_is_sent_to_the_sign_in_page(client, world):
    response = client.get(f"/fr/dossiers/d/{world.family.uid}/")

    assert response.status_code == 302
    assert response["Location"].startswith("/fr/account/login/")


@pytest.mark.parametrize("user", ["web_editor", "superuser", "auditor", "other_social_worker"])
def test_who_reaches_nothing_of_it_is_told_that_it_is_not_there(client, world, user):
    response = open_dossier(client, world.users[user], world.family)

    assert response.status_code == 404
    assert not views(world.users[user]).exists()


@pytest.mark.parametrize("typed", ["2026/0012", "2026-0012", "2026-12", "٢٠٢٦/٠٠١٢", "2026 12"])
def test_a_reference_typed_into_the_address_leads_to_the_dossier(client, world, typed):
    client.force_login(world.users["director"])

    response = client.get(f"/fr/dossiers/r/{typed}/")

    assert response["Location"] == f"/fr/dossiers/d/{world.family.uid}/"


@pytest.mark.parametrize("typed", ["2026/0014", "2026/9999", "0012", "x"])
def test_a_reference_that_is_hidden_or_none_is_not_there(client, world, typed):
    client.force_login(world.users["director"])

    assert client.get(f"/fr/dossiers/r/{typed}/").status_code == 404


def test_who_has_left_is_sent_away(client, world):
    response = open_dossier(client, world.users["left"], world.family)

    assert response.status_code == 302


def test_a_protected_dossier_is_not_there_for_the_director(client, world):
    assert open_dossier(client, world.users["director"], world.hidden).status_code == 404


def test_a_destroyed_dossier_is_not_there_for_anybody(client, world):
    world.family.state = DossierState.DESTROYED
    world.family.save()

    assert open_dossier(client, world.users["director"], world.family).status_code == 404


def test_a_finder_sees_names_reference_unit_and_responsible_only(client, world):
    world.family.commune = "Taroudant"
    world.family.save()

    response = open_dossier(client, world.users["scanning_desk"], world.family)

    page = response.content.decode()
    assert "2026/0012" in page
    assert "Rkia Oubella" in page
    assert "1985" not in page
    assert "Taroudant" not in page
    assert "shelves" not in response.context
    assert views(world.users["scanning_desk"]).get().detail == {"opened": False}


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("registration_worker", {ConfidentialityClass.GENERAL, ConfidentialityClass.CIVIL}),
        ("health_officer", {ConfidentialityClass.GENERAL, ConfidentialityClass.MEDICAL}),
        ("educator", {ConfidentialityClass.GENERAL, ConfidentialityClass.SCHOOL}),
        ("social_worker", set(ConfidentialityClass)),
        ("director", set(ConfidentialityClass)),
    ],
)
def test_only_the_classes_one_may_read_have_a_shelf(client, world, user, expected):
    response = open_dossier(client, world.users[user], world.family)

    assert shelves(response) == expected
    for paper_class, paper in world.papers.items():
        assert (paper.uid in response.content.decode()) is (paper_class in expected)


def test_opening_is_a_line_in_the_journal(client, world):
    user = world.users["registration_worker"]
    open_dossier(client, user, world.family)

    line = views(user).get()
    assert (line.thing, line.folder_id) == ("2026/0012", world.family.pk)
    assert line.detail == {"opened": True}


def test_trashed_papers_are_not_on_the_shelf(client, world):
    DocumentFactory(
        filed=True,
        dossier=world.others,
        paper_class=ConfidentialityClass.GENERAL,
        state=DocumentState.TRASHED,
    )

    response = open_dossier(client, world.users["other_social_worker"], world.others)

    assert shelves(response) == set()


def test_a_sub_dossier_behind_a_boundary_is_not_listed(client, world):
    DossierFactory(unit=world.family.unit, parent=world.family, reference="2026/0012-1")
    DossierFactory(
        unit=world.family.unit, parent=world.family, reference="2026/0012-2", hidden=True
    )

    response = open_dossier(client, world.users["social_worker"], world.family)

    assert [sub.reference for sub in response.context["sub_dossiers"]] == ["2026/0012-1"]


def test_another_dossier_of_a_person_is_named_only_to_who_may_find_it(client, world):
    MembershipFactory(person=world.mother.person, dossier=world.others)
    MembershipFactory(person=world.mother.person, dossier=world.hidden)

    alone = open_dossier(client, world.users["social_worker"], world.family)
    both = open_dossier(client, world.users["director"], world.family)

    assert "2026/0013" not in alone.content.decode()
    assert "2026/0013" in both.content.decode()
    assert "2026/0014" not in both.content.decode()


@pytest.mark.parametrize(
    ("user", "may"), [("educator", False), ("scanning_desk", True), ("social_worker", True)]
)
def test_filing_is_offered_to_who_may_file_here(client, world, user, may):
    response = open_dossier(client, world.users[user], world.family)

    assert bool(response.context["file_url"]) is may


def test_nothing_is_filed_into_a_closed_dossier(client, world):
    world.family.state = DossierState.CLOSED
    world.family.save()

    response = open_dossier(client, world.users["social_worker"], world.family)

    assert response.context["file_url"] == ""


def test_a_grant_that_ended_closes_the_page_at_the_next_request(client, world):
    user = world.users["educator"]
    assert open_dossier(client, user, world.family).status_code == 200

    user.folderuserpermission_set.all().delete()

    assert open_dossier(client, user, world.family).status_code == 404


def test_the_page_speaks_arabic_from_right_to_left(client, world):
    world.grant("web_editor", Role.READER, world.family)
    client.force_login(world.users["web_editor"])

    page = client.get(f"/ar/dossiers/d/{world.family.uid}/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert '<bdi lang="fr" dir="ltr">Rkia Oubella</bdi>' in page
