"""`./aman check access` and `./aman check journal` find what was tampered with."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dossiers import journal_lock
from dossiers.models import FolderUserPermission, JournalEntry, Reach
from dossiers.tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def complaint(*command: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command(*command, stdout=out)
    return out.getvalue()


def test_an_untouched_archive_passes(world: World) -> None:
    text = said("check_access", "--full")

    assert text.count(": yes") == 4


def test_a_right_without_a_grant_is_found(world: World) -> None:
    row = FolderUserPermission.objects.filter(user=world.users["educator"]).first()
    row.pk, row.user = None, world.users["web_editor"]
    row.save()

    text = complaint("check_access", "--full")

    assert f"of user {world.users['web_editor'].pk}" in text
    assert f"user {world.users['web_editor'].pk}: " in text


def test_a_lost_right_is_found(world: World) -> None:
    FolderUserPermission.objects.filter(user=world.users["educator"]).delete()

    assert "missing: " in complaint("check_access")


def test_a_reach_that_is_not_the_tree_is_found(world: World) -> None:
    Reach.objects.create(ancestor=world.units["health"], descendant_id=world.hidden.pk)

    assert f"reach of folder {world.hidden.pk}" in complaint("check_access")


def test_a_dossier_that_nobody_may_share_is_found(world: World) -> None:
    world.users["other_social_worker"].is_active = False
    world.users["other_social_worker"].save()

    assert f"nobody may share dossier {world.hidden.reference}" in complaint("check_access")


def test_a_whole_journal_passes_and_a_changed_line_is_found(world: World) -> None:
    assert "whole" in said("check_journal")

    with journal_lock.lifted():
        JournalEntry.objects.filter(pk=JournalEntry.objects.first().pk).update(actor_id=1)

    assert "does not follow" in complaint("check_journal")


def test_a_journal_without_its_lock_is_found(world: World) -> None:
    with journal_lock.lifted():
        assert "triggers are gone" in complaint("check_journal")
