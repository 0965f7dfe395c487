"""A walk follows from its seed alone, and one that breaks something is told short."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dossiers.tests.access import walker
from dossiers.tests.access.walker import Choice, NothingToDoError, WalkError, draw_walk, prove_walks

CHOICES = (
    Choice("add", 8, {"number": range(10)}),
    Choice("rest", 4),
    Choice("idle", 1),
)
STARTS = ("nothing", "ninety")


class Counter:
    """Breaks at a hundred."""

    def __init__(self, start: str) -> None:
        self.sum = 90 if start == "ninety" else 0

    def add(self, number: int) -> None:
        self.sum += number
        assert self.sum < 100, "a hundred"

    def rest(self) -> None:
        pass

    def idle(self) -> None:
        raise NothingToDoError


@contextmanager
def counter(start: str) -> Iterator[Counter]:
    yield Counter(start)


def walk(seed: str, steps: int = 12) -> walker.Walk:
    return draw_walk(seed, starts=STARTS, choices=CHOICES, steps=steps)


def test_a_walk_follows_from_its_seed_and_a_longer_one_begins_with_it() -> None:
    assert walk("418/37") == walk("418/37")
    assert walk("418/37", steps=20).steps[:12] == walk("418/37").steps
    assert len({str(walk(f"418/{number}").steps) for number in range(50)}) == 50


def test_the_starts_take_turns_and_steps_are_drawn_by_their_weight() -> None:
    walks = [walk(f"1/{number}") for number in range(100)]

    drawn = [step.name for one in walks for step in one.steps]

    assert [one.start for one in walks[:4]] == ["nothing", "ninety", "nothing", "ninety"]
    assert drawn.count("add") > drawn.count("rest") > drawn.count("idle") > 0


def test_a_walk_that_breaks_something_is_told_without_what_it_did_not_need() -> None:
    with pytest.raises(WalkError, match="a hundred") as told:
        prove_walks(
            [f"1/{number}" for number in range(9)],
            walker=counter,
            starts=STARTS,
            choices=CHOICES,
            steps=30,
        )

    text = str(told.value)
    assert "AMAN_WALK_SEED=1/" in text
    assert "add(number=" in text
    assert "rest" not in text
    assert "idle" not in text


def test_the_walk_that_is_named_is_repeated_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walker, "REPEATED", "7/3")
    started = []

    @contextmanager
    def listening(start: str) -> Iterator[Counter]:
        started.append(start)
        yield Counter("nothing")

    prove_walks(["1/0", "1/1"], walker=listening, starts=STARTS, choices=CHOICES, steps=5)

    assert started == ["ninety"]
