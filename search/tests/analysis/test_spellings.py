"""A typed name as patterns: what they fit, and what they leave alone."""

import pytest

from search.analysis.spellings import name_rows, rows_pattern
from search.analysis.text import words_of


def fits(typed: str, written: str) -> bool:
    rows = name_rows(typed)
    row = " ".join(word.bare for word in words_of(written))
    return bool(rows) and rows_pattern(rows).search(row) is not None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Mohamed Boubekri", "محمد بوبكري"),
        ("إلياس وردمران", "Ilyas WARDMARANE"),
        ("فاطمة الزهراء العلوي", "Fatima-Zahra Alaoui"),
        ("Khadija bent Brahim", "خديجة إبراهيم"),
        ("Khadija Brahim", "خديجة بنت إبراهيم"),
        ("عبدالرحيم وردمران", "عبد الرحيم وردمران"),
        ("Chaïmae Bouchta", "شيماء بوشتى"),
    ],
)
def test_a_name_fits_its_other_spellings(typed: str, written: str) -> None:
    assert fits(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Souad Jbelani", "سعاد بناني"),
        ("مصطفى بوتاجري", "مصطفى والبوزيدي"),
        ("Souad Jbelani", "سعاد، ممرضة، وجارتها جبلاني"),
        ("بنعلي مسطاس", "في ابن المسطرة"),
    ],
)
def test_another_name_does_not_fit(typed: str, written: str) -> None:
    assert not fits(typed, written)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Ali",
        "علي حمو",
        "Saadia Ouchen",
        "acte de naissance",
        "2026/0012",
        "un deux trois quatre cinq",
        "بن",
    ],
)
def test_what_is_no_name_or_too_short_a_one_has_no_spellings(typed: str) -> None:
    assert name_rows(typed) == ()


@pytest.mark.parametrize(
    "typed", ["Abdelqader Benkhedda", "عبد الجبار بوشخشاخ الأكحل", "Zakkaraksadkrak Karkarasaddak"]
)
def test_patterns_are_short_enough_for_every_engine(typed: str) -> None:
    rows = name_rows(typed)

    assert rows
    assert max(len(pattern) for row in rows for pattern in row) <= 1000
