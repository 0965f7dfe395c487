"""A written name is cut into units; particles stay with the name they belong to."""

import pytest

from search.analysis.names import split_name


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("", []),
        ("…", []),
        ("محمد العلوي", ["محمد", "العلوي"]),
        ("عبد الله بن عبد الرحمن السوسي", ["عبد الله", "عبد الرحمن", "السوسي"]),
        ("نور الدين آيت باها", ["نور الدين", "ايت باها"]),
        ("سعيد بن عزوز", ["سعيد", "بن عزوز"]),
        ("فايزة بنت لالة بن حفصية", ["فايزه", "لاله", "بن حفصيه"]),
        ("Abd el-Kader BEN ALI", ["abd el kader", "ben ali"]),
        ("M'hamed Es-Sadek", ["mhamed", "es sadek"]),
        ("Nour Eddine Bou Derbala", ["nour eddine", "bou derbala"]),
        ("Ben", ["ben"]),
    ],
)
def test_names_are_cut_between_units_and_not_after_particles(
    written: str, units: list[str]
) -> None:
    assert [unit.text for unit in split_name(written)] == units


@pytest.mark.parametrize("written", ["محمد بن علي العلوي", "Mohamed ben Ali Alaoui"])
def test_the_father_between_two_names_is_marked(written: str) -> None:
    assert [unit.father for unit in split_name(written)] == [False, True, False]
