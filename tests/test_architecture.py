"""The arrows between the rooms point the right way, and no file grows out of sight."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.slow_tests import SLOW
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
# Nobody imports `benchmarks`, which imports everybody.
APP_ARROWS = {
    "publicsite": ("publicsite", "search.analysis", "dossiers.public_door"),
    "dossiers": ("dossiers", "search"),
    "search": ("search",),
    "aman_site": ("aman_site", "dossiers", "search", "publicsite"),
}
# The archive knows the search by its public names.
SEARCH_FOR_DOSSIERS = ("search.api", "search.entries", "search.models", "search.analysis")

# Floors of the archive: a file may import its own floor and those below. Longest prefix decides.
DOSSIERS_FLOORS = {
    "dossiers.vocabulary": 0,
    "dossiers.errors": 0,
    "dossiers.media_types": 0,
    "dossiers.plain_text": 0,
    "dossiers.reasons": 0,
    "dossiers.intake.imaging": 0,
    "dossiers.intake.printed_word": 0,
    "dossiers.intake.sandbox": 0,
    "dossiers.storage.sealing": 0,
    "dossiers.transition": 0,
    "dossiers.access": 1,
    "dossiers.models": 2,
    "dossiers.rate_limits": 3,
    "dossiers.journal": 3,
    "dossiers.indexing": 3,
    "dossiers.storage": 3,
    "dossiers.sessions": 3,
    "dossiers.web": 3,
    "dossiers.sheets": 3,
    "dossiers.administration.actor": 3,
    # Papers are made and moved by the desk (4), the reading (7) and the capture (8) alike.
    "dossiers.documents.lifecycle": 4,
    "dossiers.people": 4,
    "dossiers.sharing": 4,
    "dossiers.lost_factors": 4,
    "dossiers.referrals": 4,
    "dossiers.intake.untrusted_files": 4,
    "dossiers.filing": 4,
    "dossiers.search_pages": 4,
    "dossiers.staff": 5,
    "dossiers.casework": 5,
    "dossiers.intake.suggestions": 6,
    "dossiers.intake.reading": 7,
    "dossiers.intake.capture": 8,
    "dossiers.documents": 8,
    # It counts over what several subjects wrote.
    "dossiers.journal.anomalies": 8,
    "dossiers": 9,
}
PAGES = 10
# Files of a subject that are pages by another name than `views`, `forms` and `urls`: the parts
# of a page, and the middleware that answers for a page.
PAGE_PARTS = {
    "dossiers.documents.meanwhile",
    "dossiers.filing.carry_over",
    "dossiers.filing.file_from_desk",
    "dossiers.filing.filing_desk",
    "dossiers.filing.filing_state",
    "dossiers.filing.new_people",
    "dossiers.filing.pile_page",
    "dossiers.filing.printed_suggestions",
    "dossiers.filing.tray_row",
    "dossiers.journal.refusals",
    "dossiers.people.duplicate_question",
    "dossiers.sheets.notice",
    "dossiers.staff.urls_invitation",
    "dossiers.administration.viewsets",
    "dossiers.web.place_urls",
}
# Policies are registered when the app is ready: Wagtail asks for the models then.
FLOOR_EXCEPTIONS = {
    ("dossiers.access.policy", "dossiers.models"),
    # Names for the type checker; nothing is imported when the program runs.
    ("dossiers.access.users", "dossiers.models"),
}

SEARCH_FLOORS = {
    "search.entries": 0,
    "search.analysis": 0,
    "search.engines": 1,
    "search.models": 1,
    "search.registry": 2,
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


def is_page(module: str) -> bool:
    """Tell whether a file of the archive is a page: it stands on top of all floors."""
    parts = module.split(".")[1:]
    return (
        any(
            part in {"views", "forms", "urls", "templatetags"} or part.endswith("_form")
            for part in parts
        )
        or module in PAGE_PARTS
        or module in {"dossiers.middleware", "dossiers.wagtail_hooks"}
    )


def subject_of(module: str) -> str:
    """Return the folder that a file of the archive belongs to: its room, where it is of intake."""
    parts = module.split(".")
    return ".".join(parts[:3] if parts[1:2] == ["intake"] else parts[:2])


def in_app(app: str) -> list[Source]:
    """Return the files of one app."""
    return [source for source in sources() if starts_with(source.module, app)]


@pytest.mark.parametrize("app", APP_ARROWS)
def test_rooms_import_only_what_their_arrows_allow(app: str) -> None:
    ours = ("benchmarks", *APP_ARROWS)

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
        and ".management." not in source.module
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("app", "floors"), [("dossiers", DOSSIERS_FLOORS), ("search", SEARCH_FLOORS)]
)
def test_floors_import_downwards_only(app: str, floors: dict[str, int]) -> None:
    wrong = []
    for source in in_app(app):
        own = PAGES if is_page(source.module) else floor_of(source.module, floors)
        for module, _node in imports_of(source):
            other = PAGES if is_page(_file_of(module)) else floor_of(module, floors)
            if own is None or other is None or other <= own:
                continue
            if any(
                source.module == where and starts_with(module, what)
                for where, what in FLOOR_EXCEPTIONS
            ):
                continue
            wrong.append(f"{source.name} (floor {own}) imports {module} (floor {other})")

    assert wrong == []


@cache
def _files() -> frozenset[str]:
    return frozenset(source.module for source in sources())


def _file_of(module: str) -> str:
    """Return the dotted name of the file that holds an imported name."""
    while module not in _files() and "." in module:
        module = module.rpartition(".")[0]
    return module


# The life of a paper is written in one file; what else is called `state` belongs to other models.
LIFECYCLE = "dossiers.documents.lifecycle"
OTHER_STATES = ("dossiers.referrals", "dossiers.casework")
# A worker writes its lease under the token that it holds.
QUEUE_WRITERS = {LIFECYCLE, "dossiers.intake.reading.lease"}
WRITING_CALLS = {
    "create",
    "create_document",
    "update",
    "bulk_create",
    "Document",
    "setattr",
    "save",
}


def _sets_state(node: ast.AST) -> bool:
    """Tell whether a statement sets something called `state`, by name, keyword or string."""
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call):
        return False
    called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    strings = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    named = {keyword.arg for keyword in node.keywords}
    return called in WRITING_CALLS and ("state" in named or "state" in strings)


def test_one_file_sets_the_state_of_a_paper() -> None:
    setting = {
        source.module
        for source in in_app("dossiers")
        for node in ast.walk(source.tree)
        if _sets_state(node)
    }

    assert LIFECYCLE in setting, "nothing was found: the test looks for the wrong thing"
    assert [name for name in setting - {LIFECYCLE} if not name.startswith(OTHER_STATES)] == []


def test_two_files_write_the_queue_of_the_reading() -> None:
    writers = {
        source.module
        for source in in_app("dossiers")
        for module, _node in imports_of(source)
        if module == "dossiers.models.ReadingJob"
    }

    assert writers == QUEUE_WRITERS


def test_pages_never_use_the_views_of_another_subject() -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in in_app("dossiers")
        for module, _node in imports_of(source)
        if "views" in _file_of(module).split(".")
        and subject_of(_file_of(module)) != subject_of(source.module)
    ]

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


def test_a_user_has_a_type() -> None:
    untyped = [
        f"{source.name}:{argument.lineno} {argument.arg}"
        for source in in_app("dossiers")
        for function in functions(source.tree)
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.arg in {"user", "by", "reader"}
        and isinstance(argument.annotation, ast.Name)
        and argument.annotation.id == "Any"
    ]

    assert untyped == []


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


def test_files_left_out_of_the_quick_tests_exist() -> None:
    assert [name for name in SLOW if not (ROOT / name).exists()] == []
    assert list(SLOW) == sorted(set(SLOW))
