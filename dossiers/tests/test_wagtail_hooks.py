"""In the Wagtail admin stand three plain lists and a way to the desks; nothing of a dossier."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from dossiers.models import DocumentKind, FolderClosure, JournalEntry, Procedure, Unit, User
from dossiers.public_door import procedure_guides
from dossiers.tests.factories import DocumentKindFactory
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db

EDITOR_RIGHTS = ("access_admin", "add_unit", "change_unit", "add_documentkind")
EDITOR_RIGHTS += ("change_documentkind", "delete_unit", "delete_documentkind")
EDITOR_RIGHTS += ("add_procedure", "change_procedure")


@pytest.fixture
def editor(client: Client, world: World) -> Client:
    user: User = world.users["web_editor"]
    user.user_permissions.set(Permission.objects.filter(codename__in=EDITOR_RIGHTS))
    client.force_login(user)
    return client


def address(kind: str, view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_dossiers_{kind}:{view}", args=args)


def unit_fields(world: World, **changes: Any) -> dict[str, Any]:
    told = {"code": "library", "name_ar": "المكتبة", "name_fr": "Bibliothèque"}
    told |= {"name_en": "Library", "pillar": "education", "parent": world.units["aman"].pk}
    return told | changes


def test_nothing_personal_is_a_snippet() -> None:
    ours = {model for model in get_snippet_models() if model._meta.app_label == "dossiers"}

    assert ours == {Unit, DocumentKind, Procedure}


@pytest.mark.parametrize("user", ["scanning_desk", "director", "auditor"])
def test_who_is_no_editor_does_not_reach_the_lists(client: Client, world: World, user: str) -> None:
    client.force_login(world.users[user])

    assert client.get(address("unit", "list")).status_code in (302, 403)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"parent": ""}, id="a second root"),
        pytest.param({"parent": "health"}, id="a unit in a unit"),
        pytest.param({"code": "health"}, id="a code twice"),
    ],
)
def test_a_unit_that_would_break_the_tree_is_refused(
    editor: Client, world: World, changes: dict[str, str]
) -> None:
    if changes.get("parent"):
        changes = {"parent": world.units[changes["parent"]].pk}

    answer = editor.post(address("unit", "add"), unit_fields(world, **changes))

    assert answer.status_code == 200
    assert not Unit.objects.filter(code="library").exists()


def test_the_code_of_a_unit_is_not_changed(editor: Client, world: World) -> None:
    social_work = world.units["social_work"]

    editor.post(address("unit", "edit", social_work.pk), unit_fields(world, code="work", pillar=""))

    social_work.refresh_from_db()
    assert social_work.code == "social_work"


def test_a_new_unit_is_reached_from_the_centre_at_once(editor: Client, world: World) -> None:
    editor.post(address("unit", "add"), unit_fields(world))

    unit = Unit.objects.get(code="library")
    ancestors = FolderClosure.objects.filter(descendant_id=unit.pk).values_list(
        "ancestor_id", flat=True
    )
    assert set(ancestors) == {unit.pk, world.units["aman"].pk}
    line = JournalEntry.objects.get(thing=f"unit {unit.pk}")
    assert line.actor_id == world.users["web_editor"].pk


@pytest.mark.parametrize("kind", ["unit", "documentkind"])
def test_a_row_of_a_list_is_never_deleted(editor: Client, world: World, kind: str) -> None:
    row = world.units["health"] if kind == "unit" else DocumentKindFactory(code="ZZ01")

    editor.post(address(kind, "delete", row.pk))

    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_editor_takes_a_kind_out_of_use(editor: Client) -> None:
    kind = DocumentKindFactory(code="ZZ01")
    told = {"code": "ZZ01", "name_ar": "ورقة", "name_fr": "Papier", "name_en": "Paper"}

    editor.post(address("documentkind", "edit", kind.pk), told | {"paper_class": "general"})

    kind.refresh_from_db()
    assert not kind.is_active


def procedure_fields(kind: DocumentKind, **changes: str) -> dict[str, Any]:
    line = {"kinds": kind.pk, "note_fr": "original", "confidence": "H", "ORDER": "0"}
    fields = {"code": "passport", "position": "5", "confidence": "M", "is_active": "on"}
    fields |= {"title_ar": "جواز السفر", "title_fr": "Passeport", "title_en": "Passport"}
    lines = inline_formset([line], initial=0)
    return nested_form_data(fields | {"requirements": lines} | changes)


def test_an_editor_adds_a_procedure_and_confirms_it(editor: Client) -> None:
    kind = DocumentKindFactory(code="ZZ01", name_fr="Photo")

    editor.post(
        address("procedure", "add"), procedure_fields(kind, checked_on="2026-11-02", checked_by="D")
    )

    [guide] = procedure_guides("fr")
    assert (guide.code, str(guide.checked_on)) == ("passport", "2026-11-02")
    assert [(line.papers, line.note) for line in guide.lines] == [(("Photo",), "original")]


def test_the_way_to_the_desks_is_shown_to_staff_of_the_archive_only(
    editor: Client, world: World
) -> None:
    desks = reverse("dossiers:home")
    before = editor.get(reverse("wagtailadmin_home")).content.decode()
    director = world.users["director"]
    director.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    editor.force_login(director)

    after = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert desks not in before
    assert desks in after
