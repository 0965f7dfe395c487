"""The proof by kill -9 really kills, where it says, and its verdict is strict."""

import pytest

from benchmarks.reading.killing import KILLED, POINTS, Point, Tally, fork


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_a_process_dies_before_or_after_the_call(tmp_path, is_after):
    mark = tmp_path / "mark"

    def work() -> None:
        from dossiers.storage import private_files

        private_files._make_folder(mark)

    point = Point("dossiers.storage.private_files:_make_folder", is_after=is_after)

    assert fork(work, point) == KILLED
    assert mark.exists() is is_after
    assert fork(work) == 0


@pytest.mark.parametrize("way", POINTS)
def test_every_point_names_a_function_that_is_there(way):
    for point in POINTS[way]:
        assert fork(lambda: None, point) == 0, point.name


def test_what_is_lost_doubled_or_left_over_is_no_proof():
    assert Tally("read", "here").is_good
    assert not Tally("read", "here", lost=1).is_good
    assert not Tally("read", "here", doubled=1).is_good
    assert not Tally("read", "here", left_over=1).is_good
    assert not Tally("read", "here", faults=["late"]).is_good
