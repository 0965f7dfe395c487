"""What the actions and doors write in the journal has words for who reads it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from dossiers.journal.text import SCREENS, VERBS


def written(keyword: str) -> Iterator[tuple[str, str]]:
    """Yield (file, value) of every literal that a call hands to the journal by this keyword."""
    root = Path(apps.get_app_config("dossiers").path)
    for file in sorted(root.rglob("*.py")):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_to_the_journal(node):
                for argument in node.keywords:
                    if argument.arg == keyword and isinstance(argument.value, ast.Constant):
                        yield file.name, str(argument.value.value)


def _is_to_the_journal(call: ast.Call) -> bool:
    """Tell whether the call writes a line: `journal.record(...)` or a `_record(...)` over it."""
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
    return name in ("record", "_record")


@pytest.mark.parametrize(("keyword", "words"), [("verb", VERBS), ("screen", SCREENS)])
def test_every_verb_and_screen_of_the_journal_has_words(keyword: str, words: dict) -> None:
    values = list(written(keyword))

    assert values, "nothing was found: the test looks for the wrong call"
    assert [(file, value) for file, value in values if value not in words] == []
