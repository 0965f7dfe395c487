"""`./aman check access` and `./aman check journal` find what was tampered with."""

import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dossiers.journal import triggers
from dossiers.management.commands import check_access
from dossiers.models import FolderClosure, FolderUserPermission, JournalEntry
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def proved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what the large proofs would be asked, and ask nothing: they are tests themselves."""
    asked: list[str] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess:
        assert options["env"]["AMAN_LARGE_PROOFS"] == "1"
        asked.extend([*command, f"walks of {options['env']['AMAN_PROOF_SEED']}"])
        return subprocess.CompletedProcess(command, returncode=0)

    def bench(name: str, *, seed: int, **_options: Any) -> None:
        asked.append(f"{name} of {seed}")

    monkeypatch.setattr(check_access.subprocess, "run", run)
    monkeypatch.setattr(check_access, "call_command", bench)
    return asked


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


def test_the_large_proofs_run_when_asked_and_stand_where_they_are_looked_for(
    world: World, proved: list[str]
) -> None:
    said("check_access")
    assert proved == []

    said("check_access", "--full")

    assert set(check_access.PROOFS) <= set(proved)
    assert any(one.startswith("--randomly-seed=") for one in proved)
    assert all((Path(settings.BASE_DIR) / proof).exists() for proof in check_access.PROOFS)


def test_the_seed_of_the_large_proofs_is_told_and_kept_and_can_be_given(
    world: World, proved: list[str]
) -> None:
    chosen = said("check_access", "--full")
    kept = (Path(settings.AMAN_VAR_DIR) / check_access.SEED_FILE).read_text().strip()
    assert f"seed {kept}" in chosen
    assert f"--randomly-seed={kept}" in proved

    assert "seed 418" in said("check_access", "--full", "--seed", "418")
    assert "--randomly-seed=418" in proved


def test_ten_seeds_are_ten_proofs_each_with_its_walks_and_its_refusals(
    proved: list[str],
) -> None:
    seeds = [0, 1, 2, 3, 5, 8, 13, 418, 70_000, 2**32 - 1]

    for seed in seeds:
        assert f"seed {seed}\n" in said("check_access", "--full", "--seed", str(seed))

    for seed in seeds:
        assert f"--randomly-seed={seed}" in proved
        assert f"walks of {seed}" in proved
        assert f"bench_refusals of {seed}" in proved


def test_a_large_proof_that_fails_says_how_to_repeat_it(
    proved: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_access, "prove_at_length", lambda _seed: 1)

    with pytest.raises(CommandError, match="--full --seed 418"):
        said("check_access", "--full", "--seed", "418")

    assert proved == []


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
    FolderClosure.objects.create(ancestor=world.units["health"], descendant_id=world.hidden.pk)

    assert f"closure of folder {world.hidden.pk}" in complaint("check_access")


def test_a_dossier_that_nobody_may_share_is_found(world: World) -> None:
    world.users["other_social_worker"].is_active = False
    world.users["other_social_worker"].save()

    assert f"nobody may share dossier {world.hidden.reference}" in complaint("check_access")


def test_a_whole_journal_passes_and_a_changed_line_is_found(world: World) -> None:
    assert "whole" in said("check_journal")

    with triggers.lifted():
        JournalEntry.objects.filter(pk=JournalEntry.objects.first().pk).update(actor_id=1)

    assert "does not follow" in complaint("check_journal")


def test_a_journal_without_its_lock_is_found(world: World) -> None:
    with triggers.lifted():
        assert "triggers are gone" in complaint("check_journal")
