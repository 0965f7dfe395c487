"""The documentation names every setting, command and dependency, and its links lead somewhere."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from aman_site.runner.main import command_names
from tests.source_tree import sources, starts_with

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
OURS = ("aman_site", "dossiers", "search", "publicsite")
TOPS = [ROOT / name for name in (*OURS, "benchmarks", "docs", "tests")]
SETTING = re.compile(r"(?:AMAN|SEARCH)_[A-Z_]+")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
LIMIT = re.compile(r"^\| [^|]+ \| ([\d,]+) ?(\w*) \| `([A-Z_]+)` \|$", re.MULTILINE)
UNITS = {"": 1, "minutes": 60, "hours": 3600, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
# Settings of which the security page says how much they allow.
LIMITS = {
    "AMAN_FAILURES",
    "AMAN_ADDRESS_FAILURES",
    "AMAN_FAILURES_OF_BUSY_ADDRESS",
    "AMAN_CODE_TRIES_PER_HOUR",
    "AMAN_INVITATION_DAYS",
    "AMAN_SETUP_LINK_HOURS",
    "AMAN_ENROL_WITHIN_DAYS",
    "AMAN_SESSION_IDLE_S",
    "SESSION_COOKIE_AGE",
    "AMAN_FRESH_SIGN_IN_S",
    "AMAN_READER_BODY_BYTES",
    "AMAN_REPORTS_PER_HOUR",
    "AMAN_UPLOAD_BYTES_PER_DAY",
    "AMAN_UPLOAD_MAX_BYTES",
    "AMAN_UPLOAD_MAX_PAGES",
    "AMAN_PAGE_MAX_PIXELS",
    "AMAN_ANOMALY_DOSSIERS_A_DAY",
}
CITED = re.compile(r"`(?:\./)?([\w./-]+\.(?:py|md))`")
NAMED = re.compile(r"\./aman (bench|check) ([a-z_-]+)")


def pages() -> list[Path]:
    """Return every page of documentation."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def text_of(name: str) -> str:
    """Return one page of docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def names_of_settings() -> set[str]:
    """Return the settings of ours, and the environment variables they are read from."""
    names: set[str] = set()
    for source in sources():
        if not starts_with(source.module, "aman_site.settings"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name) and SETTING.fullmatch(node.id):
                names.add(node.id)
            if isinstance(node, ast.Constant) and SETTING.fullmatch(str(node.value)):
                names.add(str(node.value))
    return names


def test_every_setting_is_explained() -> None:
    text = text_of("operations.md")

    assert {name for name in names_of_settings() if f"`{name}`" not in text} == set()


def test_limits_are_documented_as_they_are() -> None:
    told = {
        name: int(number.replace(",", "")) * (1 if name.endswith(unit.upper()) else UNITS[unit])
        for number, unit, name in LIMIT.findall(text_of("security.md"))
    }

    assert set(told) == LIMITS
    assert told == {name: getattr(settings, name) for name in LIMITS}


def test_what_counts_besides_rights_is_told() -> None:
    [section] = re.findall(
        r"## What counts besides rights\n(.*?)\n## ", text_of("security.md"), re.DOTALL
    )

    for word in ("browser", "address", "session", "hour", "second factor", "Place"):
        assert word in section


def test_every_command_of_the_runner_is_explained() -> None:
    text = text_of("operations.md")

    assert [name for name in command_names() if f"./aman {name}" not in text] == []


def test_every_management_command_is_explained() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    ours = [name for name, app in get_commands().items() if app in OURS]

    missing = [
        name
        for name in ours
        if f"`{name}`" not in text and f"./aman {name.replace('_', ' ', 1)}" not in text
    ]

    assert missing == []


@pytest.mark.parametrize("document", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_named_benches_and_checks_exist(document: Path) -> None:
    commands = get_commands()

    wrong = [
        f"{kind} {name}"
        for kind, name in NAMED.findall(document.read_text(encoding="utf-8"))
        if f"{kind}_{name.replace('-', '_')}" not in commands
    ]

    assert wrong == []


@pytest.mark.parametrize("document", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))

    dead = [
        target
        for target in targets
        if "://" not in target
        and not target.startswith("mailto:")
        and not (document.parent / target).exists()
    ]

    assert dead == []


def test_files_named_in_docs_and_docstrings_exist() -> None:
    prose = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in pages()}
    prose |= {source.name: prose_of(source.tree) for source in sources(with_tests=True)}
    cited = {(name, file) for name, text in prose.items() for file in CITED.findall(text)}
    files = [path.as_posix() for top in TOPS for path in top.rglob("*.*")]
    files += [path.as_posix() for path in ROOT.glob("*.*")]

    missing = {(name, file) for name, file in cited if not ends_with_path(files, file)}

    assert len(cited) > 20
    assert missing == set()


def prose_of(tree: ast.AST) -> str:
    """Return the docstrings of a file and of its classes and functions."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = (node for node in ast.walk(tree) if isinstance(node, kinds))
    return "\n".join(ast.get_docstring(node) or "" for node in nodes)


def ends_with_path(files: list[str], cited: str) -> bool:
    """Tell whether one of the files has this name, or this path at its end."""
    return any(file.endswith(f"/{cited}") for file in files)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[\[<>=~! ]", line)[0] for line in lines]
    text = text_of("dependencies.md")

    assert [name for name in names if f"| {name} |" not in text] == []


def test_every_page_is_reached_from_the_index() -> None:
    text = text_of("index.md")
    listed = {(DOCS / target).resolve() for target in LINK.findall(text)}

    lost = [page.name for page in sorted(DOCS.rglob("*.md")) if page.resolve() not in listed]

    assert [name for name in lost if name != "index.md"] == []
