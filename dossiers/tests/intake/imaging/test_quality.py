"""A picture that came out badly is told at once; a good one is left in peace."""

import json
import time
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from django.conf import settings
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from dossiers.demo.families import make_families
from dossiers.demo.papers import draw_paper
from dossiers.demo.sheet import Sheet
from dossiers.intake.imaging.quality import (
    FAINT_LEVEL,
    SHOWN_THROUGH_LEVEL,
    faults_of,
    is_blank,
    measure,
)
from dossiers.intake.reading.advice import ADVICE, advice_for
from dossiers.intake.untrusted_files.check import check
from dossiers.sheets.pdf import separator_sheet
from dossiers.tests.intake.conftest import as_bytes
from dossiers.vocabulary import PageFault

SCANS = Path(settings.BASE_DIR).parent / "shared" / "data" / "scans"


@pytest.fixture(scope="module")
def letter() -> Image.Image:
    """A letter of A5 at 200 dpi with a dozen lines."""
    sheet = Sheet()
    for _ in range(8):
        sheet.paragraph("يشهد مدير مدرسة النخيل الابتدائية أن التلميذ يتابع دراسته", is_arabic=True)
        sheet.paragraph("Le directeur certifie que l'élève suit ses études", is_arabic=False)
    return sheet.image


def on_desk(letter: Image.Image, *, left: int = 150) -> Image.Image:
    """Return a photograph of a letter that lies on a dark desk."""
    desk = Image.new("L", (letter.width + 300, letter.height + 300), 60)
    desk.paste(letter, (left, 150))
    return desk


def see(picture: Image.Image) -> list[str]:
    return faults_of(measure(np.asarray(picture)))


def test_good_pictures_raise_no_alarm(letter: Image.Image) -> None:
    assert see(letter) == []
    assert see(on_desk(letter)) == []
    assert see(letter.rotate(3, expand=True, fillcolor=250)) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda one: one.filter(ImageFilter.GaussianBlur(3)), PageFault.BLURRED),
        (lambda one: one.filter(ImageFilter.GaussianBlur(10)), PageFault.BLURRED),
        (lambda one: one.filter(ImageFilter.BoxBlur((7, 0))), PageFault.BLURRED),
        (lambda one: one.point(lambda level: level * 0.2), PageFault.DARK),
        (lambda one: one.reduce(2), PageFault.LOW_RESOLUTION),
        (
            lambda one: one.crop((0, 0, one.width - 140, one.height)),
            PageFault.CUT_EDGE,
        ),
        (lambda one: on_desk(one, left=-60), PageFault.CUT_EDGE),
    ],
    ids=[
        "out of focus",
        "far out of focus",
        "moved",
        "dark",
        "few pixels",
        "cut scan",
        "cut photograph",
    ],
)
def test_spoilt_picture_is_told(letter: Image.Image, spoil, fault: str) -> None:
    assert fault in see(spoil(letter))


def test_empty_side_is_blank_and_a_short_note_is_not(letter: Image.Image) -> None:
    sheet = Sheet()
    sheet.paragraph("تبليغ رقم 7", is_arabic=True)

    assert is_blank(measure(np.full((1654, 1165), 245, np.uint8)))
    assert not is_blank(measure(np.asarray(sheet.image)))


def test_page_that_is_far_out_of_focus_is_not_taken_for_an_empty_side(letter: Image.Image) -> None:
    assert not is_blank(measure(np.asarray(letter.filter(ImageFilter.GaussianBlur(10)))))


def test_folds_and_shadow_of_an_empty_side_are_no_print() -> None:
    y, x = np.mgrid[0:2339, 0:1654]
    fold = sum(np.exp(-(((y - at) / 14) ** 2)) for at in (500, 1100, 1700))
    shadow = 1 / (1 + np.exp(-(x + y / 2 - 1800) / 60))
    side = (235 - 25 * fold - 80 * shadow).clip(0, 255).astype(np.uint8)

    found = measure(side)

    assert is_blank(found)
    assert faults_of(found) == []


def test_capture_tells_what_is_wrong_within_five_seconds(letter: Image.Image) -> None:
    spoilt = as_bytes(letter.filter(ImageFilter.GaussianBlur(4)), "JPEG")
    began = time.process_time()

    checked = check(spoilt)

    assert checked.faults == (("blurred",),)
    # Our own processor time; that of the child is bounded by its time limit.
    assert time.process_time() - began < 5


def test_small_scan_is_told_though_its_pdf_is_drawn_large(letter: Image.Image) -> None:
    small = letter.reduce(2)
    pdf = as_bytes(small, "PDF", resolution=100)

    assert "low_resolution" in check(pdf).faults[0]


def test_sheet_of_ours_raises_no_alarm_though_its_edges_are_dark() -> None:
    drawn = pypdfium2.PdfDocument(separator_sheet())[0].render(scale=200 / 72).to_pil()

    assert check(as_bytes(drawn, "JPEG", dpi=(200, 200))).faults == ((),)


def test_every_fault_has_its_advice() -> None:
    assert set(ADVICE) == set(PageFault)
    assert len(advice_for(["cut_edge", "blurred"])) == 2


def test_demo_papers_raise_no_alarm() -> None:
    family = make_families(1)[0]

    assert [check(draw_paper(family, paper)).faults for paper in family.papers[:2]] == [
        ((),),
        ((),),
    ]


@pytest.mark.skipif(not SCANS.is_dir(), reason="the shared scans are not here")
@pytest.mark.parametrize("variant", ["clean150", "noisy200", "photo", "skew3_200"])
def test_shared_scans_raise_no_alarm(variant: str) -> None:
    names = [
        name for name in json.loads((SCANS / "groundtruth.json").read_text()) if variant in name
    ]

    told = {name: see(Image.open(SCANS / name).convert("L")) for name in names}

    assert {name: faults for name, faults in told.items() if faults} == {}


def bound_volume(letter: Image.Image) -> Image.Image:
    """Return a page of a bound volume: its inner margin runs out of the picture."""
    sheet = Image.new("L", (letter.width + 200, letter.height), 250)
    sheet.paste(letter, (200, 0))
    desk = Image.new("L", (sheet.width + 150, sheet.height + 300), 60)
    desk.paste(sheet, (0, 150))
    return desk


def test_white_margin_that_runs_out_of_the_picture_is_no_cut_edge(letter: Image.Image) -> None:
    assert see(bound_volume(letter)) == []


def punched_side() -> Image.Image:
    """Return an empty side with two punched holes, as black as the lid of the scanner."""
    side = Image.new("L", (1654, 2339), 246)
    pen = ImageDraw.Draw(side)
    for y in (850, 1480):
        pen.ellipse((80, y, 127, y + 47), fill=20)
    return side


def shown_through(letter: Image.Image) -> Image.Image:
    """Return the empty back of a letter whose print shows through the paper."""
    back = ImageOps.mirror(letter).filter(ImageFilter.GaussianBlur(1.5))
    return back.point(lambda level: 200 + level * 50 // 255)


def test_empty_side_with_punched_holes_is_blank() -> None:
    assert is_blank(measure(np.asarray(punched_side())))


def test_empty_side_is_blank_though_the_back_shows_through(letter: Image.Image) -> None:
    assert is_blank(measure(np.asarray(shown_through(letter))))


def test_pale_letter_out_of_focus_is_blurred_and_no_empty_side(letter: Image.Image) -> None:
    """It has the grey of print that shows through from the back, and is the only side."""
    pale = letter.point(lambda level: 110 + level * 130 // 255).filter(ImageFilter.GaussianBlur(3))
    grain = np.random.default_rng(418).normal(0, 4, np.asarray(pale).shape)
    found = measure(np.clip(np.asarray(pale) + grain, 0, 255).astype(np.uint8))

    assert FAINT_LEVEL < found.ink_level < SHOWN_THROUGH_LEVEL
    assert PageFault.BLURRED in faults_of(found)
    assert not is_blank(found)
