"""The bench of suggestions judges by what was written down by hand."""

from benchmarks.reading.printed import Printed, is_one_of, load_printed, names_in_both, scans_in
from benchmarks.reading.suggestions import FieldFigures, judge
from dossiers.vocabulary import SuggestedField

ILYAS = ("إلياس وردمران", "Ilyas Wardmarane")
TEACHER = ("يوسف تاجقاسي",)


def test_names_count_in_either_script_and_order_but_not_misread():
    assert is_one_of("WARDMARANE Ilyas", ILYAS)
    assert is_one_of("الياس وردمران", ILYAS)
    assert not is_one_of("WARDMARANE llyas", ILYAS)
    assert not is_one_of("Ilyas", ILYAS)


def test_each_value_counts_once_and_what_is_aside_is_not_wrong():
    printed = Printed(right=(ILYAS, ("Salma Boutajri",)), aside=(TEACHER,))

    figures = judge(["يوسف تاجقاسي", "Ilyas WARDMARANE", "إلياس وردمران", "Rue 12"], printed)

    assert figures.as_row() == {"first": [0, 1], "at_all": [1, 2], "wrong": [1, 4]}


def test_what_is_suggested_where_nothing_stands_is_wrong():
    figures = judge(["2022-11-17"], Printed()) + judge([], Printed(right=(("418",),)))

    assert figures.as_row() == {"first": [0, 1], "at_all": [0, 1], "wrong": [1, 1]}
    assert FieldFigures().as_row() == {"first": [0, 0], "at_all": [0, 0], "wrong": [0, 0]}


def test_what_was_written_down_names_fields_of_the_form_and_both_spellings(tmp_path):
    papers = load_printed()

    assert {field for paper in papers.values() for field in paper} <= set(SuggestedField.values)
    assert ILYAS in list(names_in_both(papers["birth_extract"]))
    for name in ("birth_extract__photo.jpg", "unknown__photo.jpg", "birth_extract__notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in scans_in(tmp_path, papers)] == ["birth_extract__photo.jpg"]
