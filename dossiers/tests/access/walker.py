"""Random walks drawn from a seed: which steps, by weight, with which arguments.

Walk 37 of seed 418 is `418/37`, whatever was walked before: AMAN_WALK_SEED=418/37 repeats it
alone. A walk that breaks something is told as its list of steps, cut after the last and without
those that it did not need, as far as a bounded number of repetitions shows.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

REPEATED = os.environ.get("AMAN_WALK_SEED")
REPETITIONS_MAX = 40


class NothingToDoError(Exception):
    """A step finds nothing to act on: it is passed over."""


class WalkError(AssertionError):
    """A walk broke something, or crashed; `walk` is cut after the step that did."""

    def __init__(self, walk: "Walk", *, why: str) -> None:
        super().__init__(f"{walk}\n{why}")
        self.walk = walk


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that may be drawn: how often beside the others, and each argument's values."""

    name: str
    weight: int
    arguments: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def draw(self, chance: Random) -> "Step":
        """Return the step with arguments."""
        return Step(self.name, {name: chance.choice(of) for name, of in self.arguments.items()})


@dataclass(frozen=True, slots=True)
class Step:
    """A method of the walker and what it is called with."""

    name: str
    arguments: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{name}={of!r}' for name, of in self.arguments.items())})"


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody begins and what they do, in order."""

    seed: str
    start: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        told = "\n".join(f"  {step}" for step in self.steps)
        return f"walk AMAN_WALK_SEED={self.seed}, {self.start}:\n{told}"


# Opens a place that is thrown away again, with methods named like the steps, for a start.
Walker = Callable[[str], AbstractContextManager[Any]]


def draw_walk(seed: str, *, starts: Sequence[str], choices: Sequence[Choice], steps: int) -> Walk:
    """Return the walk of a seed; a longer one begins with the same steps.

    The starts take turns, by the number after the stroke.
    """
    chance = Random(seed)
    weights = [choice.weight for choice in choices]
    drawn = (chance.choices(choices, weights)[0].draw(chance) for _number in range(steps))
    return Walk(seed, starts[int(seed.partition("/")[2]) % len(starts)], tuple(drawn))


def run_walk(walk: Walk, *, walker: Walker) -> None:
    """Take the steps one after another; raises WalkError if one breaks something, or crashes."""
    with walker(walk.start) as place:
        for number, step in enumerate(walk.steps, start=1):
            try:
                getattr(place, step.name)(**step.arguments)
            except NothingToDoError:
                continue
            except Exception as error:
                broken = replace(walk, steps=walk.steps[:number])
                raise WalkError(broken, why=f"{type(error).__name__}: {error}") from error


def prove_walks(seeds: Iterable[str], *, walker: Walker, **of: Any) -> None:
    """Run the walks of the seeds, or the one to repeat; raises WalkError with a short one.

    `of` is what `draw_walk` asks for.
    """
    for seed in [REPEATED] if REPEATED else seeds:
        try:
            run_walk(draw_walk(seed, **of), walker=walker)
        except WalkError as broken:
            raise shorten(broken, walker=walker)  # noqa: B904  (it has its own cause)


def shorten(broken: WalkError, *, walker: Walker) -> WalkError:
    """Leave out steps without which it breaks all the same, the last first."""
    for number in reversed(range(len(broken.walk.steps) - 1)[:REPETITIONS_MAX]):
        steps = broken.walk.steps
        if number >= len(steps) - 1:
            continue
        without = replace(broken.walk, steps=(*steps[:number], *steps[number + 1 :]))
        try:
            run_walk(without, walker=walker)
        except WalkError as shorter:
            broken = shorter
    return broken
