"""Invented families come into the place of the demo alone."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dossiers.models import Dossier, User

pytestmark = pytest.mark.django_db


def test_server_is_refused(settings) -> None:
    settings.AMAN_DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="not the demo's"):
        call_command("load_demo", people_only=True)

    assert not Dossier.objects.exists()
    assert not User.objects.exists()


def test_place_that_was_begun_empty_is_refused(settings, tmp_path: Path) -> None:
    settings.AMAN_VAR_DIR = tmp_path
    (tmp_path / "contents").write_text("empty\n")

    with pytest.raises(CommandError, match="not the demo's"):
        call_command("load_demo", people_only=True)

    assert not User.objects.exists()
