"""Stylesheets: imports are set into one file, and none is left for the browser."""

from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from publicsite.static_storage import BundlingStaticFilesStorage, bundle_css


def paths_of(folder: Path) -> dict[str, tuple[FileSystemStorage, str]]:
    """Return what collectstatic hands over for a folder."""
    storage = FileSystemStorage(location=folder)
    files = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return {name: (storage, name) for name in files}


def test_import_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text('@import "gone.css";\n')

    with pytest.raises(KeyError, match=r"gone\.css"):
        bundle_css(name="css/a.css", paths=paths_of(tmp_path), folder="css")


def test_imports_are_set_in_and_addresses_still_lead_there(tmp_path: Path) -> None:
    (tmp_path / "css" / "parts").mkdir(parents=True)
    (tmp_path / "css" / "a.css").write_text('@import "parts/b.css";\nb {}\n')
    (tmp_path / "css" / "parts" / "b.css").write_text(
        '/* x */ i { mask: url("../../img/m.svg"); }\n'
    )

    css = bundle_css(name="css/a.css", paths=paths_of(tmp_path), folder="css")

    assert css == 'i { mask: url("../img/m.svg"); }\nb {}\n'


def test_styles_name_no_physical_side() -> None:
    folder = Path(__file__).parents[1] / "static" / "css"
    physical = [
        f"{file.name}: {side}"
        for file in folder.rglob("*.css")
        for side in (
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
        )
        if side in file.read_text()
    ]
    assert physical == []


def test_script_imports_are_hashed(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nb();\n')
    (tmp_path / "b.js").write_text("export function b() {}\n")
    storage = BundlingStaticFilesStorage(location=tmp_path)

    list(storage.post_process({name: (storage, name) for name in ("a.js", "b.js")}))

    hashed = storage.stored_name("b.js")
    assert f'from "./{hashed}"' in (tmp_path / storage.stored_name("a.js")).read_text()
