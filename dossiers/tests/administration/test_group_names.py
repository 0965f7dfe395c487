"""A group has a name in each language: in the admin, on the pages of the area, in the journal."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from dossiers.access.roles import Role
from dossiers.journal.text import lines_in_words
from dossiers.models import GroupName, JournalEntry
from dossiers.sharing.forms import find_holders
from dossiers.sharing.grants import give_role
from dossiers.tests.administration.test_accounts import panels
from dossiers.tests.browsing import signed_in
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db

NAMES = {"name_ar": "مداومة الليل", "name_fr": "Garde de nuit", "name_en": "Night duty"}


@pytest.fixture
def group() -> Group:
    group = Group.objects.create(name="night")
    GroupName.objects.create(group=group, **NAMES)
    return group


@pytest.fixture
def administrator(world: World) -> Client:
    """The browser of an administrator who works in Arabic."""
    user = world.users["superuser"]
    user.language = "ar"
    user.save()
    return signed_in(user)


def save(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"name": "night"} | panels() | fields)


@pytest.mark.parametrize("code", ["ar", "fr", "en"])
def test_a_group_is_called_by_its_name_in_the_language_in_force(group: Group, code: str) -> None:
    with override(code):
        assert str(Group.objects.get(pk=group.pk)) == NAMES[f"name_{code}"]


@pytest.mark.parametrize("names", [None, {"name_fr": "Garde"}], ids=["no row", "another language"])
def test_a_group_without_a_name_in_a_language_keeps_its_stored_one(names: Any) -> None:
    group = Group.objects.create(name="night")
    if names:
        GroupName.objects.create(group=group, **names)

    with override("ar"):
        assert str(group) == "night"


def test_the_names_are_given_in_the_form_of_the_group(administrator: Client) -> None:
    save(administrator, reverse("wagtailusers_groups:add"), **NAMES)
    group = Group.objects.get(name="night")
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    page = administrator.get(address).content.decode()

    save(administrator, address, **NAMES | {"name_fr": "Équipe de nuit"})

    assert all(f'value="{name}"' in page for name in NAMES.values())
    assert GroupName.objects.get(group=group).name_fr == "Équipe de nuit"


def test_whoever_may_not_change_groups_changes_no_name(world: World, group: Group) -> None:
    address = reverse("wagtailusers_groups:edit", args=[group.pk])

    save(signed_in(world.users["director"]), address, name_ar="غيره")

    assert GroupName.objects.get(group=group).name_ar == NAMES["name_ar"]


def test_an_arabic_administrator_sees_arabic_names(
    administrator: Client, world: World, group: Group
) -> None:
    educator = world.users["educator"]
    pages = {
        "list": reverse("wagtailusers_groups:index"),
        "found": reverse("wagtailusers_groups:index") + "?q=Garde",
        "form": reverse("wagtailusers_groups:edit", args=[group.pk]),
        "account": reverse("wagtailusers_users:edit", args=[educator.pk]),
        "filter": reverse("wagtailusers_users:index"),
    }

    without = [
        name
        for name, address in pages.items()
        if NAMES["name_ar"] not in administrator.get(address).content.decode()
    ]

    assert without == []


def test_sharing_finds_a_group_by_each_of_its_names(world: World, group: Group) -> None:
    with override("fr"):
        found = [find_holders(name) for name in ("night", *NAMES.values())]

    assert found == [[group]] * 4


def test_pages_and_journal_name_it_in_the_language_of_the_reader(
    world: World, group: Group
) -> None:
    world.users["educator"].groups.add(group)
    give_role(
        folder=world.family,
        to=group,
        role=Role.READER,
        cause=GrantCause.SHARING,
        by=world.users["director"],
    )
    director = signed_in(world.users["director"])
    sharing = reverse("dossiers:dossier_sharing", args=[world.family.uid])
    access = reverse("dossiers:dossier_access", args=[world.family.uid])

    shown = {
        code: [
            director.get(address.replace("/ar/", f"/{code}/")).content.decode()
            for address in (sharing, access)
        ]
        for code in ("ar", "fr")
    }
    with override("ar"):
        lines = [line.detail for line in lines_in_words(list(JournalEntry.objects.all()))]

    assert all(NAMES["name_ar"] in page for page in shown["ar"])
    assert all(NAMES["name_fr"] in page for page in shown["fr"])
    assert any(NAMES["name_ar"] in line for line in lines)
