"""Templates: what the formatter does not hold, the length of a line and the depth of conditions."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".html", ".xml", ".txt"})
LONGEST_LINE = 120
DEEPEST_CONDITION = 2
CONDITION = re.compile(r"{%\s*(if|endif)\b")


def depth_of(template: str) -> int:
    """Return how many conditions stand inside one another at the deepest place."""
    depth = deepest = 0
    for match in CONDITION.finditer(template):
        depth += 1 if match[1] == "if" else -1
        deepest = max(deepest, depth)
    return deepest


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 100


@pytest.mark.parametrize(
    ("template", "depth"),
    [
        ("{% if a %}{% endif %}{% if b %}{% endif %}", 1),
        ("{% if a %}{% elif b %}{% if c %}{% endif %}{% endif %}", 2),
    ],
)
def test_conditions_one_after_the_other_do_not_add_up(template: str, depth: int) -> None:
    assert depth_of(template) == depth


def test_no_line_is_longer_than_a_window() -> None:
    long = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]

    assert not long, "break the line, or let the view hand over a value"


def test_no_condition_stands_deep_in_others() -> None:
    deep = [name_of(path) for path in TEMPLATES if depth_of(path.read_text()) > DEEPEST_CONDITION]

    assert not deep, "let the view hand over a value, or make a template of the inner part"
