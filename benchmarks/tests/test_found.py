"""The bench of found names files what was read and asks the search of the house."""

import pytest

from benchmarks.archive.large_archive import build_archive, holder
from benchmarks.reading.found import ReadScan, ask, file_scan, rebuild_all
from dossiers.access.roles import Role

pytestmark = pytest.mark.django_db


def test_name_is_found_by_the_words_of_its_paper_or_by_whom_was_entered():
    archive = build_archive(8)
    text = "الاسم الكامل : إلياس وردمران"
    read = file_scan(ReadScan("a.png", text, ("إلياس وردمران",)), archive.dossier_ids[0])
    half_read = file_scan(ReadScan("b.png", "الاسم : سلمى بو", ()), archive.dossier_ids[1])
    rebuild_all()
    user = holder("all", Role.DIRECTOR, [archive.centre])

    both = {"papers": True, "people": True, "either": True}
    assert ask("إلياس وردمران", read, user) == both
    assert ask("Ilyas Wardmarane", read, user) == both
    assert not any(ask("سلمى بوتاجري", half_read, user).values())
    assert not any(ask("إلياس وردمران", half_read, user).values())
