"""No sequence of actions by one person widens what they see or lengthens what they hold.

Random walks from a seed (`walker`) take one person of the staff and let them try everything that
touches rights, places, papers and people, in any order, while time passes and others take roles
away. What is looked at after each step is in `climber`.
"""

from functools import partial

import pytest

from dossiers.tests.access.climbing_papers import StepsWithPapers
from dossiers.tests.access.climbing_rights import StepsWithRights
from dossiers.tests.access.climbing_town import PROFILES, Town
from dossiers.tests.access.proofs import IS_LONG, SEED
from dossiers.tests.access.walker import Choice, prove_walks
from dossiers.vocabulary import ConfidentialityClass

# The long proof comes in parts, for as many processes as there are.
PARTS, WALKS_OF_PART = (8, 250) if IS_LONG else (1, 30)
STEPS = 16
ANY = range(600)
HOURS = (0, 2, 48)
EITHER = (True, False)
# What gains only in few places, by few, is drawn more often.
CHOICES = (
    Choice("share", 12, {"where": ANY, "who": range(4), "role": ANY, "hours": HOURS}),
    Choice("name_auditor", 3, {"which": ANY, "who": range(4), "hours": HOURS}),
    Choice("change_share", 5, {"which": ANY, "role": ANY, "hours": HOURS}),
    Choice("end_share", 3, {"which": ANY}),
    Choice("name_responsible", 3, {"which": ANY, "mine": EITHER}),
    Choice("bound", 8, {"which": ANY, "hides": EITHER, "lifts": EITHER}),
    Choice("move", 8, {"which": ANY, "where": ANY}),
    Choice("open_dossier", 2, {"where": ANY, "part": EITHER, "mine": EITHER}),
    Choice("place_unit", 2, {"which": ANY, "into": ANY}),
    Choice("change_group", 2, {"mine": EITHER, "joins": EITHER}),
    Choice("break_glass", 3, {"which": ANY}),
    Choice("review_glass", 1, {"which": ANY}),
    Choice(
        "change_class",
        5,
        {"which": ANY, "paper_class": list(ConfidentialityClass), "reason": ("x", "")},
    ),
    Choice("correct", 3, {"which": ANY, "kind": ANY}),
    Choice("verify", 1, {"which": ANY}),
    Choice("take_back", 4, {"which": ANY}),
    Choice("refile", 8, {"which": ANY, "into": ANY}),
    Choice("file", 3, {"which": ANY, "into": ANY, "kind": ANY}),
    Choice("trash", 3, {"which": ANY, "restores": EITHER}),
    Choice("arrange", 2, {"how": ("join", "split", "aside")}),
    Choice("bring_page_back", 2, {"which": ANY}),
    Choice("merge", 5, {"first": ANY, "second": ANY}),
    Choice("undo_merge", 1, {"which": ANY}),
    Choice("link", 3, {"which": ANY, "where": ANY}),
    Choice("ask", 2, {"which": ANY, "where": ANY}),
    Choice("answer", 4, {"which": ANY, "accepts": (True, True, False)}),
    Choice("wait", 3, {"minutes": (30, 90, 30 * 60)}),
    Choice("lose_a_role", 7, {"which": ANY}),
)


class Climber(StepsWithRights, StepsWithPapers):
    """One person who tries all of it."""


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_walk_of_one_person_gives_them_more_or_for_longer(part: int) -> None:
    numbers = range(part * WALKS_OF_PART, (part + 1) * WALKS_OF_PART)

    prove_walks(
        [f"{SEED or 0}/{number}" for number in numbers],
        walker=partial(Climber, Town()),
        starts=sorted(PROFILES),
        choices=CHOICES,
        steps=STEPS,
    )
