"""The figures of the name search count what they say."""

import pytest

from benchmarks.search.name_figures import Answered, figures_of


def answered(kind: str, right: str, ids: str, scores: tuple[float, ...] | None = None) -> Answered:
    return Answered(kind, frozenset(right), list(ids), scores or tuple([0.9] * len(ids)))


def test_an_answer_below_the_threshold_of_nobody_does_not_count() -> None:
    nobody = answered("h", "", "z", (0.7,))

    figures = figures_of([answered("a", "p", "p", (0.7,)), answered("b", "q", "q"), nobody])

    assert figures.by_class == {"a": 0.0, "b": 1.0}
    assert figures.headline == 0.5
    assert figures.false_hits == 0.0


def test_few_false_hits_are_borne() -> None:
    nobody = [answered("h", "", "z" if number == 0 else "") for number in range(20)]

    figures = figures_of([answered("a", "p", "p", (0.7,)), *nobody])

    assert figures.headline == 1.0
    assert figures.false_hits == pytest.approx(0.05)


def test_what_is_typed_ahead_stays_out_of_the_headline() -> None:
    figures = figures_of([answered("a", "p", "qp"), answered("g", "p", "")])

    assert (figures.headline, figures.recall_at_1) == (1.0, 0.0)
    assert figures.by_class["g"] == 0.0
