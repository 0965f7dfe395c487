"""What nobody can be found by is left out before the tables are asked, and nothing else."""

import random
from itertools import accumulate, product

from search.names.ranking import likeness_score, showable
from search.names.vocabulary import ENOUGH_WRITTEN, Likeness

WRITTEN = 10 * ENOUGH_WRITTEN


def some_likes(chance: random.Random, *, first: int) -> list[Likeness]:
    """Return units most alike first, each with how many names are as much alike."""
    values = sorted((round(chance.uniform(0.56, 1.0), 3) for _ in range(6)), reverse=True)
    shares = accumulate(chance.uniform(0.0, 0.05) for _ in values)
    return [
        Likeness(first + place, f"unit {first + place}", value, 1, share)
        for place, (value, share) in enumerate(zip(values, shares, strict=True))
    ]


def test_every_unit_with_which_somebody_may_be_shown_is_kept_and_no_other() -> None:
    chance = random.Random(3)
    for _ in range(60):
        wanted = [some_likes(chance, first=10 * place) for place in range(chance.choice((2, 3)))]
        least = chance.uniform(0.6, 0.95)

        kept = showable(wanted, least=least, written=WRITTEN)

        shown = [
            likes for likes in product(*wanted) if likeness_score(likes, written=WRITTEN) >= least
        ]
        for place, likes in enumerate(kept):
            assert set(likes) == {some[place] for some in shown}


def test_a_unit_typed_alone_keeps_all_that_it_may_be() -> None:
    likes = some_likes(random.Random(4), first=0)

    assert showable([likes], least=0.99, written=WRITTEN) == (likes,)
