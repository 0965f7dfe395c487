"""The bench of real documents scores our reading beside plain Tesseract's."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from benchmarks.reading.figures import ALL, Share
from benchmarks.reading.real import RealFile, Score, by_group, score_text
from dossiers.tests.intake.conftest import FRENCH_LINE, draw_page, models

__all__ = ["models"]


def file_of(name: str, group: str, ours: int, plain: int) -> RealFile:
    """Return a file of a hundred letters of which so many were read wrongly."""
    scores = (Score(letters_wrong=Share(wrong, 100), pages=1) for wrong in (ours, plain))
    return RealFile(name, group, *scores)


def test_letters_words_and_numbers_of_a_text_are_scored() -> None:
    score = score_text(["Acte n° 418", "du 7 mai 2014"], "acte n 413 du 7 mai 2014")

    assert score.letters_wrong == Share(1, 23)
    assert score.words_found == Share(6, 7)
    assert score.numbers_found == Share(2, 3)


def test_files_are_summed_by_set_and_altogether() -> None:
    files = [file_of("a", "typed", 3, 5), file_of("b", "typed", 1, 0), file_of("c", "hard", 0, 9)]

    groups = by_group(files)

    assert groups["typed"][0].letters_wrong == Share(4, 200)
    assert groups[ALL][1].letters_wrong == Share(14, 300)
    assert [file.worse_by for file in files] == [-2.0, 1.0, -9.0]


@pytest.mark.usefixtures("models")
def test_a_folder_is_read_by_both_and_the_table_names_its_sets(tmp_path: Path) -> None:
    draw_page().save(tmp_path / "drawn.png")
    truth = {"drawn.png": {"variant": "drawn", "lines": [{"text": FRENCH_LINE, "lang": "fra"}]}}
    (tmp_path / "groundtruth.json").write_text(json.dumps(truth), encoding="utf-8")
    told = StringIO()

    call_command("bench_real", tmp_path, stdout=told)

    lines = told.getvalue().splitlines()
    assert [line.split()[:3] for line in lines if "drawn" in line] == [["drawn", "0.00", "100.00"]]
    assert "worse than plain by more than 1 point: 0 of 1" in lines
