"""A slip of the hand or of a reading machine is put right, in the other script too."""

import pytest

from search.analysis.names import split_name
from search.analysis.phonetics import sound_of
from search.analysis.sound_table import likeness as alike
from search.names.typos import ONE_SLIP
from search.names.vocabulary import ENOUGH_WRITTEN, Vocabulary


def likeness(typed: str, written: str, *, register: tuple[str, ...], frequency: int) -> float:
    """Return how alike `written` is in a register of these units."""
    rows = [(number, text, frequency) for number, text in enumerate(register)]
    found = {like.text: like.value for like in Vocabulary(1, rows).like(typed)}
    return found.get(written, 0.0)


@pytest.mark.parametrize(
    ("typed", "meant", "written"),
    [
        ("سللمي", "سلامي", "sellami"),
        ("mohamecl", "mohamed", "محمد"),
        ("salhu", "salhi", "صالحي"),
        ("khalcd", "khaled", "خالد"),
        ("bouzrnan", "bouzman", "بوزمان"),
        ("omrani", "omrani", "عمراني"),
    ],
)
def test_one_slip_is_seen_through_across_scripts(typed: str, meant: str, written: str) -> None:
    register = (meant, written, "leila", "ليلى")

    value = likeness(typed, written, register=register, frequency=ENOUGH_WRITTEN)

    assert value >= ONE_SLIP - 0.1


def test_a_small_register_does_not_tell_a_slip_from_a_new_name() -> None:
    register = ("mohamed", "محمد")

    assert likeness("mohamecl", "محمد", register=register, frequency=1) < ONE_SLIP - 0.1


def test_a_name_that_somebody_bears_is_no_slip() -> None:
    register = ("rania", "dania", "دنيا")

    assert likeness("rania", "dania", register=register, frequency=ENOUGH_WRITTEN) < ONE_SLIP


def test_the_ending_that_makes_a_womans_name_is_no_slip() -> None:
    register = ("سعيد", "said")

    assert likeness("سعيده", "said", register=register, frequency=ENOUGH_WRITTEN) < 0.8


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Faycal", "فيصل"), ("Fayçal", "Faisal"), ("Dghoughi", "الدغوغي")],
)
def test_c_and_dgh_are_read_as_in_moroccan_french(typed: str, written: str) -> None:

    one, other = split_name(typed)[0].text, split_name(written)[0].text

    assert alike(sound_of(one), sound_of(other)) > 0.85
