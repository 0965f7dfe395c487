"""The invented families are the same everywhere, and their papers tell nobody's name outside."""

import hashlib
import io

from PIL import Image

from dossiers.demo.families import make_families
from dossiers.demo.papers import WRITERS, draw_paper, make_case


def test_same_families_every_time() -> None:
    assert make_families() == make_families()


def test_forty_families_bring_three_or_four_papers_each() -> None:
    families = make_families()

    assert len(families) == 40
    assert {len(family.papers) for family in families} == {3, 4}


def test_names_stand_in_both_scripts() -> None:
    for family in make_families():
        for one in family.people:
            assert one.arabic.replace(" ", "").isalpha()
            assert one.latin.isascii() or "ï" in one.latin or "â" in one.latin


def test_name_of_a_scan_is_nobodys_name() -> None:
    names = [paper.file_name for family in make_families() for paper in family.papers]

    assert names[0] == "demo-scan-0001.jpg"
    assert len(set(names)) == len(names)


def test_scan_is_the_same_bytes_every_time() -> None:
    family = make_families()[0]

    first, second = (draw_paper(family, family.papers[0]) for _time in range(2))

    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_every_kind_of_paper_is_drawn_as_a_grey_scan() -> None:
    drawn = set()
    for family in make_families():
        for paper in family.papers:
            if paper.kind not in drawn:
                scan = Image.open(io.BytesIO(draw_paper(family, paper)))
                assert scan.format == "JPEG"
                assert scan.mode == "L"
                assert min(scan.size) > 500
                drawn.add(paper.kind)

    assert drawn == set(WRITERS)


def test_what_the_desk_types_stands_on_the_paper() -> None:
    family = make_families()[0]

    one, again = (make_case(family, family.papers[0]) for _time in range(2))

    assert (one.act, one.issued) == (again.act, again.issued)
