"""Whether two series of measurements differ: the two-sided test of Mann and Whitney."""

from collections.abc import Sequence
from itertools import groupby
from math import erfc, sqrt


def p_of_difference(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how likely a difference at least this large is where there is none.

    By ranks (H. B. Mann, D. R. Whitney, 1947), with the normal approximation, corrected for
    ties; good from about twenty values each.

    >>> p_of_difference(range(30), range(30)) > 0.9
    True
    >>> p_of_difference(range(30), range(20, 50)) < 0.001
    True
    """
    n, m = len(one), len(other)
    rank_sum, ties = _rank_sum(one, other)
    mean = n * (n + m + 1) / 2
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    distance = max(0.0, abs(rank_sum - mean) - 0.5) / sqrt(variance)
    return erfc(distance / sqrt(2))


def _rank_sum(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Return the sum of the ranks of the first, and the correction for equal values."""
    values = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    rank_sum, ties, place = 0.0, 0.0, 1
    for _value, equal in groupby(values, key=lambda pair: pair[0]):
        same = list(equal)
        middle = place + (len(same) - 1) / 2
        rank_sum += middle * sum(which == 0 for _value, which in same)
        ties += len(same) ** 3 - len(same)
        place += len(same)
    return rank_sum, ties
