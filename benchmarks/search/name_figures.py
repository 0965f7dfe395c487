"""How good answers to typed names are: recall by class of difference, and hits for nobody.

Counts as the evaluator that comes with the name data does: the first ten answers
of a query; class h are names nobody bears; g is typed ahead and has no threshold.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

TOP = 10
NOBODY, AHEAD = "h", "g"
# Share of the names nobody bears for which something may be shown.
MOST_SHOWN = 0.05


@dataclass(frozen=True, slots=True)
class Answered:
    """One query with its class, what is right and what was answered, best first."""

    kind: str
    right: frozenset[str]
    ids: Sequence[str]
    scores: Sequence[float]

    def recall(self, least: float) -> float:
        """Return the share of right answers among the first ten, those below `least` hidden."""
        return len(self.right & set(self._shown(least))) / min(TOP, len(self.right))

    def is_first_right(self, least: float) -> bool:
        """Tell whether the first answer shown is right."""
        return bool(self.right & set(self._shown(least)[:1]))

    def shows(self, least: float) -> bool:
        """Tell whether anything is shown."""
        return bool(self._shown(least))

    def _shown(self, least: float) -> list[str]:
        pairs = list(zip(self.ids, self.scores, strict=True))[:TOP]
        return [key for key, score in pairs if score >= least or self.kind == AHEAD]


@dataclass(frozen=True, slots=True)
class NameFigures:
    """Means over queries: recall@10 and recall@1 over all classes, recall@10 by class."""

    headline: float
    recall_at_1: float
    by_class: Mapping[str, float]
    false_hits: float
    threshold: float

    def __str__(self) -> str:
        """Return two lines for a terminal."""
        classes = " ".join(f"{kind} {value:.3f}" for kind, value in sorted(self.by_class.items()))
        return (
            f"headline (recall@10, {self.false_hits:.1%} shown for nobody, from a score of "
            f"{self.threshold:.4f} on): {self.headline:.3f}, recall@1 {self.recall_at_1:.3f}\n"
            f"recall@10 by class: {classes}"
        )


def figures_of(answered: Iterable[Answered]) -> NameFigures:
    """Sum up, from the lowest score on at which few enough names of nobody show anything."""
    by_kind: dict[str, list[Answered]] = defaultdict(list)
    for one in answered:
        by_kind[one.kind].append(one)
    nobody = by_kind.pop(NOBODY, [])
    least = _threshold(nobody)
    recalls = {kind: fmean(one.recall(least) for one in some) for kind, some in by_kind.items()}
    firsts = {
        kind: fmean(one.is_first_right(least) for one in some) for kind, some in by_kind.items()
    }
    return NameFigures(
        headline=_mean_without_ahead(recalls),
        recall_at_1=_mean_without_ahead(firsts),
        by_class=recalls,
        false_hits=fmean(one.shows(least) for one in nobody) if nobody else 0.0,
        threshold=least,
    )


def _threshold(nobody: Sequence[Answered]) -> float:
    """Return 0 if few enough show anything, else a score just above the first one too many."""
    tops = sorted((max(one.scores[:TOP]) for one in nobody if one.scores), reverse=True)
    allowed = int(MOST_SHOWN * len(nobody))
    return tops[allowed] + 1e-9 if len(tops) > allowed else 0.0


def _mean_without_ahead(values: Mapping[str, float]) -> float:
    return fmean([value for kind, value in values.items() if kind != AHEAD] or [0.0])
