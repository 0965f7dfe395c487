"""The arrows between the rooms point the right way, and no file grows out of sight."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.source_tree import (
    Source,
    functions,
    imports_of,
    length_of,
    sources,
    starts_with,
)

ROOT = Path(settings.BASE_DIR)
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
BRANCHES_MAX = 10
NO_HOUSE_HAS = {"utils", "common", "core", "helpers", "misc"}

# Who may import what of ours (longest prefix decides). What is not listed is refused.
APP_ARROWS = {
    "publicsite": ("publicsite", "search.analysis", "dossiers.public_door"),
    "dossiers": ("dossiers", "search"),
    "search": ("search",),
}
# The archive knows the card index by its public names; its demo and benches too.
SEARCH_FOR_DOSSIERS = ("search.api", "search.entries", "search.models", "search.analysis")

# Floors of the archive: a file may import its own floor and those below. Longest prefix decides.
DOSSIERS_FLOORS = {
    "dossiers.vocabulary": 0,
    "dossiers.access": 0,
    "dossiers.storage.sealing": 0,
    "dossiers.access.shown": 0,
    "dossiers.models": 1,
    "dossiers.sheets.codes": 2,
    "dossiers.rate_limits": 2,
    "dossiers.storage.disk_space": 2,
    "dossiers.journal": 2,
    "dossiers.indexing.source": 2,
    "dossiers.sessions": 3,
    "dossiers.actions": 3,
    "dossiers.public_door": 4,
    "dossiers.intake": 4,
    "dossiers.storage": 4,
    "dossiers": 5,
}
# Policies are registered when the app is ready: Wagtail asks for the models then.
FLOOR_EXCEPTIONS = {("dossiers.access.policy", "dossiers.models")}

SEARCH_FLOORS = {
    "search.entries": 0,
    "search.analysis": 0,
    "search.engines": 1,
    "search.models": 1,
    "search.configured": 2,
    "search.names": 2,
    "search.pending": 2,
    "search.query": 3,
    "search.sync": 3,
    "search.rebuild": 3,
    "search.api": 4,
    "search": 5,
}
NO_DJANGO = ("search.analysis", "search.entries")


def floor_of(module: str, floors: dict[str, int]) -> int | None:
    """Return the floor of the longest prefix that is listed."""
    matches = [prefix for prefix in floors if starts_with(module, prefix)]
    return floors[max(matches, key=len)] if matches else None


def in_app(app: str) -> list[Source]:
    """Return the files of one app."""
    return [source for source in sources() if starts_with(source.module, app)]


@pytest.mark.parametrize("app", APP_ARROWS)
def test_rooms_import_only_what_their_arrows_allow(app: str) -> None:
    ours = ("aman_site", *APP_ARROWS)

    wrong = [
        f"{source.name} imports {module}"
        for source in in_app(app)
        for module, _node in imports_of(source)
        if any(starts_with(module, room) for room in ours)
        and not any(starts_with(module, allowed) for allowed in APP_ARROWS[app])
    ]

    assert wrong == []


def test_archive_uses_only_the_public_names_of_the_card_index() -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in in_app("dossiers")
        for module, _node in imports_of(source)
        if starts_with(module, "search")
        and not any(starts_with(module, allowed) for allowed in SEARCH_FOR_DOSSIERS)
        # A bench measures the room next door and says so by its place.
        and ".management." not in source.module
        and not starts_with(source.module, "dossiers.benches")
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("app", "floors"), [("dossiers", DOSSIERS_FLOORS), ("search", SEARCH_FLOORS)]
)
def test_floors_import_downwards_only(app: str, floors: dict[str, int]) -> None:
    wrong = []
    for source in in_app(app):
        own = floor_of(source.module, floors)
        for module, _node in imports_of(source):
            other = floor_of(module, floors)
            if own is None or other is None or other <= own:
                continue
            if any(
                source.module == where and starts_with(module, what)
                for where, what in FLOOR_EXCEPTIONS
            ):
                continue
            wrong.append(f"{source.name} (floor {own}) imports {module} (floor {other})")

    assert wrong == []


@pytest.mark.parametrize("package", NO_DJANGO)
def test_bottom_of_the_card_index_knows_no_django(package: str) -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in in_app(package)
        for module, _node in imports_of(source)
        if module.split(".")[0] in {"django", "wagtail"}
    ]

    assert wrong == []


def test_nobody_imports_the_settings_modules() -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in sources()
        for module, _node in imports_of(source)
        if starts_with(module, "aman_site.settings")
        and not starts_with(source.module, "aman_site.settings")
    ]

    assert wrong == []


def test_runner_needs_only_the_standard_library() -> None:
    import sys

    wrong = [
        f"{source.name} imports {module}"
        for source in in_app("aman_site.runner")
        for module, _node in imports_of(source)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not starts_with(module, "aman_site.runner")
    ]

    assert wrong == []


def test_no_drawer_without_a_label() -> None:
    names = {part for source in sources(with_tests=True) for part in source.module.split(".")}

    assert names & NO_HOUSE_HAS == set()


def test_files_are_short() -> None:
    long = {
        source.name: lines
        for source in sources(with_tests=True)
        if (lines := len(source.path.read_text(encoding="utf-8").splitlines())) > FILE_LINES_MAX
    }

    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{source.name}: {function.name}": length_of(function)
        for source in sources()
        for function in functions(source.tree)
        if length_of(function) > FUNCTION_LINES_MAX
    }

    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [source.name for source in sources() if not _is_explained(source.tree)]

    assert silent == []


def _is_explained(tree: ast.Module) -> bool:
    return not tree.body or ast.get_docstring(tree) is not None


def test_every_public_class_and_function_has_a_docstring() -> None:
    public = [
        (source.name, node)
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and node.name != "Meta"
    ]
    silent = [f"{name}: {node.name}" for name, node in public if not ast.get_docstring(node)]

    # Yardstick of the house: 95 in 100.
    assert len(silent) <= len(public) * 0.05, silent


def templates() -> list[Path]:
    """Return every template of ours."""
    return sorted((ROOT / "templates").rglob("*.html"))


INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=|href\s*=\s*["']javascript:"""
    r"""|<script(?![^>]*\b(?:src|type="application/json")\b)[^>]*>""",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)


def test_templates_hold_no_inline_code() -> None:
    wrong = {
        str(path.relative_to(ROOT)): found.group()
        for path in templates()
        if (found := INLINE.search(COMMENT.sub("", path.read_text(encoding="utf-8"))))
    }

    assert wrong == {}


PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)(?=\s*:)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right))(?![\w-])"
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def stylesheets() -> list[Path]:
    """Return every stylesheet of ours."""
    return sorted(
        path for app in ("publicsite", "dossiers") for path in (ROOT / app).rglob("static/**/*.css")
    )


def test_stylesheets_know_start_and_end_not_left_and_right() -> None:
    wrong = {
        str(path.relative_to(ROOT)): PHYSICAL.findall(text)
        for path in stylesheets()
        if PHYSICAL.search(text := CSS_COMMENT.sub("", path.read_text(encoding="utf-8")))
    }

    assert wrong == {}
