"""The bench of found names files what was read and asks the search of the house."""

import pytest

from dossiers.access.roles import Role
from dossiers.benches.archive import build_archive, holder
from dossiers.benches.found import ReadScan, ask, file_scan, rebuild_all

pytestmark = pytest.mark.django_db


def test_name_is_found_by_the_words_of_its_paper_or_by_whom_was_entered():
    archive = build_archive(8)
    text = "الاسم الشخصي : إلياس\nالاسم العائلي : وردمران"
    read = file_scan(ReadScan("a.png", text, ("إلياس وردمران",)), archive.dossier_ids[0])
    misread = file_scan(ReadScan("b.png", "الاسم : سلمى بوتاجر", ()), archive.dossier_ids[1])
    rebuild_all()
    user = holder("all", Role.DIRECTOR, [archive.centre])

    both = {"papers": True, "people": True, "either": True}
    assert ask("إلياس وردمران", read, user) == both
    assert ask("Ilyas Wardmarane", read, user) == both | {"papers": False}
    assert not any(ask("سلمى بوتاجري", misread, user).values())
    assert not any(ask("إلياس وردمران", misread, user).values())
