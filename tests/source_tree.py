"""The source of the house as syntax trees, for tests about its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

APPS = ("aman_site", "dossiers", "search", "publicsite", "benchmarks")
OWN_EXCEPTIONS = ("migrations", "tests")


@dataclass(frozen=True)
class Source:
    """One Python file; `module` is its dotted name."""

    path: Path
    module: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path from the root, as a test tells it."""
        return str(self.path.relative_to(settings.BASE_DIR))


@cache
def sources(*, with_tests: bool = False) -> tuple[Source, ...]:
    """Return every Python file of our apps; no migrations."""
    return tuple(_read(with_tests=with_tests))


def _read(*, with_tests: bool) -> Iterator[Source]:
    for app in APPS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
            if "migrations" in parts or ("tests" in parts and not with_tests):
                continue
            module = ".".join(part for part in parts if part != "__init__")
            yield Source(path, module, ast.parse(path.read_text(encoding="utf-8")))


def imports_of(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    """Yield every module that a file imports, with absolute dotted names.

    `from search import api` gives "search.api": the longest name that is asked for.
    """
    package = source.module if source.path.name == "__init__.py" else _parent(source.module)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                for _step in range(node.level - 1):
                    package = _parent(package)
                base = f"{package}.{base}".rstrip(".")
            for alias in node.names:
                yield f"{base}.{alias.name}", node


def _parent(module: str) -> str:
    return module.rpartition(".")[0]


def starts_with(module: str, prefix: str) -> bool:
    """Tell whether a dotted name is this package or inside it."""
    return module == prefix or module.startswith(f"{prefix}.")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length_of(node: ast.AST) -> int:
    """Return how many lines a function or class takes, decorators left out."""
    return int(node.end_lineno - node.lineno + 1)  # type: ignore[attr-defined]
