"""docs/asvs.csv judges every requirement asked for, and calls nothing met without a proof."""

import ast
import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from aman_site.runner.main import command_names

ROOT = Path(settings.BASE_DIR)
TABLE = ROOT / "docs" / "asvs.csv"
# Requirement and level of OWASP ASVS 5.0.0: levels 1 and 2, chapters V5, V8 and V14 at level 3.
ASKED = ROOT / "tests" / "asvs_requirements.txt"
VERDICTS = {"met", "deployment's duty", "not applicable", "open"}
COLUMNS = ["requirement", "chapter", "level", "paraphrase", "verdict", "reason", "proof"]
TEST = re.compile(r"(?P<file>[\w/]+\.py)::(?P<name>test_\w+)")
COMMAND = re.compile(r"\./aman (?P<name>[a-z]+)(?: (?P<rest>[a-z_-]+))?(?: --[a-z-]+)*")
SCRIPTS = {".ci/run"}


@dataclass(frozen=True)
class Row:
    """One requirement and what is said of it."""

    requirement: str
    chapter: str
    level: str
    paraphrase: str
    verdict: str
    reason: str
    proof: str

    @property
    def proofs(self) -> list[str]:
        return [proof.strip() for proof in self.proof.split(" ; ") if proof.strip()]


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        assert next(reader) == COLUMNS
        return [Row(*line) for line in reader]


def asked() -> dict[str, str]:
    return dict(line.split() for line in ASKED.read_text().splitlines())


@cache
def functions_in(file: str) -> frozenset[str]:
    """Return the names of the test functions of a file, also of those in classes."""
    path = ROOT / file
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_there(proof: str) -> bool:
    """Tell whether a named test, command or script exists."""
    if proof in SCRIPTS:
        return (ROOT / proof).exists()
    if found := TEST.fullmatch(proof):
        return found["name"] in functions_in(found["file"])
    if found := COMMAND.fullmatch(proof):
        return _is_command(found["name"], found["rest"])
    return False


def _is_command(name: str, rest: str | None) -> bool:
    if name not in command_names():
        return False
    if name == "manage":
        return rest in get_commands()
    if name in {"bench", "check"}:
        return rest is not None and f"{name}_{rest.replace('-', '_')}" in get_commands()
    return True


def test_every_requirement_is_judged_once_at_its_level() -> None:
    judged = [(row.requirement, row.level, row.chapter) for row in rows()]

    assert [one for one, count in Counter(judged).items() if count > 1] == []
    assert {(one, level) for one, level, _chapter in judged} == set(asked().items())
    assert all(one.startswith(f"{chapter}.") for one, _level, chapter in judged)


def test_levels_are_those_asked_for() -> None:
    third = {one.split(".")[0] for one, level in asked().items() if level == "3"}

    assert third == {"V5", "V8", "V14"}
    assert len(asked()) == 267


def test_every_verdict_is_known_and_has_its_reason() -> None:
    wrong = [
        row.requirement
        for row in rows()
        if row.verdict not in VERDICTS or not row.reason or not row.paraphrase
    ]

    assert wrong == []


def test_nothing_is_met_without_a_test_or_a_command() -> None:
    assert [row.requirement for row in rows() if row.verdict == "met" and not row.proofs] == []


def test_what_is_not_met_claims_no_proof() -> None:
    assert [row.requirement for row in rows() if row.verdict != "met" and row.proofs] == []


def test_every_named_test_and_command_is_there() -> None:
    named = [(row.requirement, proof) for row in rows() for proof in row.proofs]

    assert named
    assert [(one, proof) for one, proof in named if not is_there(proof)] == []


@pytest.mark.parametrize(
    "proof",
    [
        "tests/test_asvs.py::test_that_nobody_wrote",
        "tests/test_nowhere.py::test_levels_are_those_asked_for",
        "./aman manage no_such_command",
        "./aman check no-such-proof",
        "./aman fly",
        "by reading the code",
    ],
)
def test_what_is_not_there_is_no_proof(proof: str) -> None:
    assert not is_there(proof)
    assert is_there("tests/test_asvs.py::test_levels_are_those_asked_for")
    assert is_there("./aman check journal")
