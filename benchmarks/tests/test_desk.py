"""The bench of the desk reads with the real worker, and turns pages the way it says."""

import io
import json

import numpy as np
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from benchmarks.management.commands.bench_desk import Command
from benchmarks.reading.bare import read_pages
from benchmarks.reading.desk import DESK, DESK_READING, Pace, pile_up
from benchmarks.reading.turns import ALL_TURNS, TurnedPage, turned
from dossiers.intake.reading.ocr.models import find_models_dir
from dossiers.intake.untrusted_files.pages import PagePicture
from dossiers.tests.intake.conftest import draw_page, models  # noqa: F401 (a fixture)


def test_bare_engine_reads_every_page_of_a_file(models, tmp_path):  # noqa: F811
    page = draw_page()
    page.save(tmp_path / "two.tiff", save_all=True, append_images=[page])

    assert read_pages(find_models_dir(), tmp_path / "two.tiff") == 2


def test_pile_holds_all_pages_as_large_as_a4(tmp_path):
    for number, size in enumerate([(620, 877), (1240, 1754)]):
        Image.new("L", size, 255).save(tmp_path / f"{number}.png")

    assert pile_up(sorted(tmp_path.glob("*.png")), tmp_path / "pile.pdf") == 2

    pile = PdfDocument(tmp_path / "pile.pdf")
    assert [round(max(page.get_size())) for page in pile] == [842, 842]


def test_paces_are_compared_by_pages_a_minute(monkeypatch):
    def told(*paces):
        return lambda files, *, processes: list(paces)

    where = "benchmarks.management.commands.bench_desk"
    monkeypatch.setattr(f"{where}.models_are_there", lambda: True)
    monkeypatch.setattr(f"{where}.pace_of_bare_engine", told(Pace("tesserocr", 10, 20.0)))
    monkeypatch.setattr(
        f"{where}.pace_of_desk", told(Pace(DESK, 10, 40.0), Pace(DESK_READING, 10, 25.0))
    )
    monkeypatch.setattr(f"{where}.pace_of_rival", told())
    said = io.StringIO()

    Command(stdout=said).handle(files=[], processes=2, rounds=1, json=False)

    assert "desk: 0.50 × tesserocr" in said.getvalue()
    assert "desk, reading: 0.80 × tesserocr" in said.getvalue()
    assert "ocrmypdf is not installed here" in said.getvalue()
    assert json.loads(json.dumps(Pace(DESK, 10, 40.0).as_row()))["pages_a_minute"] == 15


@pytest.mark.parametrize("degrees", ALL_TURNS)
def test_page_is_laid_against_the_clock(degrees):
    pixels = np.arange(6, dtype=np.uint8).reshape(2, 3)
    picture = PagePicture(pixels.tobytes(), 3, 2, "L", 1.0, [], False, (3, 0.0))

    laid = turned(picture, degrees)

    found = np.frombuffer(laid.pixels, np.uint8).reshape(laid.height, laid.width)
    assert (found == np.rot90(pixels, degrees // 90)).all()


def test_page_is_upright_when_turned_back_as_far_as_it_lay():
    assert TurnedPage("a.png", 1, lies=270, turned_back=270).is_upright
    assert not TurnedPage("a.png", 1, lies=270, turned_back=90).is_upright
    assert not TurnedPage("a.png", 1, lies=0, turned_back=180).is_upright
