"""A forgotten variable does not bring a server's place back to the settings of the demo."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from aman_site.prepared_place import (
    EMBEDDED,
    RECORD,
    Preparation,
    require_same_place,
    write_preparation,
)

PRODUCTION = "aman_site.settings.production"
POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "NAME": "aman", "HOST": "db"}


def sqlite(var: Path) -> dict[str, object]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": var / "aman.sqlite3"}


def prepared(var: Path, *, module: str, database: dict[str, object]) -> None:
    write_preparation(var, Preparation.now(var=var, settings=module, database=database))


def test_server_with_a_forgotten_settings_module_is_refused(tmp_path: Path) -> None:
    prepared(tmp_path, module=PRODUCTION, database=sqlite(tmp_path))

    with pytest.raises(SystemExit, match=f"DJANGO_SETTINGS_MODULE={PRODUCTION}"):
        require_same_place(var=tmp_path, settings=EMBEDDED, database=sqlite(tmp_path))


def test_server_with_a_forgotten_database_is_refused(tmp_path: Path) -> None:
    prepared(tmp_path, module=PRODUCTION, database=POSTGRESQL)

    with pytest.raises(SystemExit, match="AMAN_POSTGRESQL_NAME=aman AMAN_POSTGRESQL_HOST=db"):
        require_same_place(var=tmp_path, settings=PRODUCTION, database=sqlite(tmp_path))
    with pytest.raises(SystemExit):
        require_same_place(
            var=tmp_path, settings=PRODUCTION, database=POSTGRESQL | {"NAME": "aman2"}
        )


def test_record_that_cannot_be_read_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text("{")

    with pytest.raises(SystemExit, match="cannot be read"):
        require_same_place(var=tmp_path, settings=EMBEDDED, database=sqlite(tmp_path))


def test_place_starts_as_it_was_prepared_wherever_it_was_moved(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    prepared(before, module=PRODUCTION, database=sqlite(before))
    before.rename(after)

    require_same_place(var=after, settings=PRODUCTION, database=sqlite(after))
    # The server of the database may move too: its id is compared, not its address.
    prepared(after, module=PRODUCTION, database=POSTGRESQL)
    require_same_place(var=after, settings=PRODUCTION, database=POSTGRESQL | {"HOST": "other"})


def test_place_of_the_demo_may_become_a_server(tmp_path: Path) -> None:
    prepared(tmp_path, module=EMBEDDED, database=sqlite(tmp_path))

    require_same_place(var=tmp_path, settings=PRODUCTION, database=sqlite(tmp_path))


def test_place_that_was_never_prepared_starts(tmp_path: Path) -> None:
    require_same_place(var=tmp_path, settings=EMBEDDED, database=sqlite(tmp_path))


@pytest.mark.parametrize("command", [["work", "--once"], ["prepare"], ["shell", "-c", "1"]])
def test_real_process_refuses_on_the_terminal_and_makes_nothing(
    tmp_path: Path, command: list[str]
) -> None:
    prepared(tmp_path, module=PRODUCTION, database=POSTGRESQL)
    variables = {
        name: value
        for name, value in os.environ.items()
        if name != "DJANGO_SETTINGS_MODULE" and not name.startswith("AMAN_POSTGRESQL")
    }

    run = subprocess.run(
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *command],
        env=variables | {"AMAN_VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "AMAN_POSTGRESQL_NAME=aman" in run.stderr
    assert "Traceback" not in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == [RECORD]
    assert json.loads((tmp_path / RECORD).read_text())["settings"] == PRODUCTION
