"""Names that sound alike are near in both scripts; the arrays compute an edit distance."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.phonetics import SUBSTITUTION, Sound, sound_of
from search.analysis.sound_table import LEAST_LIKENESS, SoundTable, likeness

LETTERS = "ابتجحدرسشعقكلمنهوي"
WORDS = st.text(LETTERS, min_size=1, max_size=8) | st.text("abcdehiklmnorstuwyz", min_size=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [("محمد", "احمد"), ("سعيد", "سعيده"), ("سعيد", "saida"), ("حامد", "حميد"), ("علي", "عمر")],
)
def test_other_names_are_not_alike(one: str, other: str) -> None:
    assert likeness(sound_of(one), sound_of(other)) < 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("رقيه", "rkia"),
        ("رقيه", "rouqaya"),
        ("لحسن", "el hassan"),
        ("عبد الرحيم", "abderrahim"),
        ("قلال", "guellal"),
        ("الورفلي", "ouerfelli"),
        ("شرقي", "chergui"),
        ("جمال", "djamel"),
        ("الادريسي", "idrissi"),
        ("yacine", "yassine"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert likeness(sound_of(one), sound_of(other)) > 0.85
    assert likeness(sound_of(other), sound_of(one)) > 0.85


def slow_distance(one: Sound, other: Sound) -> float:
    """Return the same distance by the textbook, symbol by symbol."""
    across = one.arabic != other.arabic
    gaps_x = one.gaps_across if across else one.gaps_same
    gaps_y = other.gaps_across if across else other.gaps_same
    x, y = one.codes, other.codes
    rows = [[0.3 * SUBSTITUTION[x[0]][y[0]], *accumulate(gaps_y)]]
    for i, gap in enumerate(gaps_x):
        row = [sum(gaps_x[: i + 1])]
        for j, other_gap in enumerate(gaps_y):
            cost = min(
                rows[i][j] + SUBSTITUTION[x[i]][y[j]], rows[i][j + 1] + gap, row[j] + other_gap
            )
            if i and j and SUBSTITUTION[x[i - 1]][y[j]] + SUBSTITUTION[x[i]][y[j - 1]] < 0.2:
                cost = min(cost, rows[i - 1][j - 1] + 0.7)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


@settings(max_examples=150, deadline=None)
@given(typed=WORDS, words=st.lists(WORDS, min_size=1, max_size=12))
def test_the_table_agrees_with_the_textbook(typed: str, words: list[str]) -> None:
    one, others = sound_of(typed), [sound_of(word) for word in words]

    values = SoundTable(others).likenesses(one)

    for value, other in zip(values, others, strict=True):
        if one.codes and other.codes:
            weight = max(0.1, (one.weight + other.weight) / 2)
            expected = 1 - slow_distance(one, other) / weight
            near = expected >= LEAST_LIKENESS + 0.01
            assert value == pytest.approx(expected, abs=0.001) or not near
